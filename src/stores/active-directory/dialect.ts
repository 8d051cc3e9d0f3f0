// What writing to an Active Directory has of its own: entries with everything in one step, passwords as `unicodePwd` (MS-ADTS §3.1.1.3.1.5), and the flag
// that disables. A password is written over TLS alone: some servers take it in the clear too, and would have it in the clear then.
// Called by active-directory-store.ts.
import { type Said, type Sentence, say } from '#sentences/sentence.ts';
import { type NewEntry, StoreFault } from '#user-store.ts';
import type { Connection } from '../ldap/connection.ts';
import { type Dialect, type Located, requireTls } from '../ldap/directory-writer.ts';
import { escapeDnValue } from '../ldap/dn.ts';
import { code, refusedWriting, wordsOf } from '../ldap/faults.ts';
import { type Alteration, modify } from '../ldap/modify.ts';
import type { Result } from '../ldap/response.ts';
import { attributesOf } from '../ldap/write-values.ts';
import type { ActiveDirectorySettings } from '../settings-contract.ts';
import { accountControlOf, accountDisabled } from './layout.ts';
import { bySubCode } from './sub-codes.ts';

/** ADS_UF_NORMAL_ACCOUNT (MS-ADTS §2.2.16). */
const normalAccount = 0x200;
/** 0 = at the next sign-in; -1 = as if just set (MS-ADTS §3.1.1.3.1.5). */
const lastSet = (mustChange: boolean): string => (mustChange ? '0' : '-1');

/** In quotes, UTF-16. */
const unicodePwd = (password: string): Buffer => Buffer.from(`"${password}"`, 'utf16le');

export function activeDirectoryDialect(settings: ActiveDirectorySettings, { milliseconds }: { readonly milliseconds: number }): Dialect {
  const write = async (connection: Connection, { dn }: Located, alterations: readonly Alteration[]): Promise<Result> =>
    modify(connection, dn, alterations, { milliseconds });
  return {
    mapping: settings.mapping,
    memberAttribute: settings.groupFilter === '' ? '' : 'member',
    judging: bySubCode,
    newEntry: (entry) => newEntry(entry, settings),
    afterAdding: async () => {},
    async setPassword(connection, user, { password, mustChange }) {
      requireTls(connection);
      const alterations = [replaced('unicodePwd', unicodePwd(password)), replaced('pwdLastSet', lastSet(mustChange))];
      judged(await write(connection, user, alterations));
    },
    // Taking the old one away and adding the new one is what makes it his own change, whoever is bound; so it works for one that has expired or must be changed.
    changePassword: (directory, user, { current, next }) =>
      directory.once(async (connection) => {
        requireTls(connection);
        const alterations: Alteration[] = [
          { operation: 'delete', attribute: 'unicodePwd', values: [unicodePwd(current)] },
          { operation: 'add', attribute: 'unicodePwd', values: [unicodePwd(next)] },
        ];
        judged(await write(connection, user, alterations));
      }),
    async setDisabled(connection, user, disabled) {
      const flags = accountControlOf(user.entry) || normalAccount;
      const wanted = disabled ? flags | accountDisabled : flags & ~accountDisabled;
      if (wanted === flags) return;
      const result = await write(connection, user, [replaced('userAccountControl', String(wanted))]);
      if (result.code !== code.success) throw refusedWriting(result, say(disabled ? 'doing.disable' : 'doing.enable'));
    },
  };
}

const replaced = (attribute: string, value: string | Buffer): Alteration => ({ operation: 'replace', attribute, values: [value] });

/** With a password he may sign in at once; without one he stays disabled, as Active Directory wants it. */
function newEntry(entry: NewEntry, settings: ActiveDirectorySettings): ReturnType<Dialect['newEntry']> {
  if (settings.newUserParent.trim() === '') throw new StoreFault('settings', say('directory.no-user-parent'));
  const { password, mustChange, name } = entry;
  const secret = password !== null;
  const values = new Map<string, readonly (string | Buffer)[]>([...attributesOf(entry, settings.mapping)].filter(([, texts]) => texts.length > 0));
  values.set('objectClass', ['user']);
  values.set(settings.userName, [name]);
  values.set('userAccountControl', [String(secret ? normalAccount : normalAccount | accountDisabled)]);
  if (secret) {
    values.set('unicodePwd', [unicodePwd(password)]);
    values.set('pwdLastSet', [lastSet(mustChange)]);
  }
  return { dn: `CN=${escapeDnValue(name)},${settings.newUserParent}`, values, secret };
}

/** Windows errors at the beginning of what it says (MS-ERREF §2.2). */
const reasons: Readonly<Record<string, (words: Said) => Sentence>> = {
  '00000056': (words) => say('fault.wrong-password', { words }),
  '0000052D': (words) => say('directory.password-refused', { why: say('policy.windows'), words }),
  '0000052E': (words) => say('fault.wrong-password', { words }),
  '00000775': (words) => say('directory.locked', { words }),
};

function judged(result: Result): void {
  if (result.code === code.success) return;
  const says = reasons[/^([0-9A-F]{8})\b/i.exec(result.says)?.[1]?.toUpperCase() ?? ''];
  if (says) throw new StoreFault('refused', says(wordsOf(result)));
  throw refusedWriting(result, say('doing.password'));
}
