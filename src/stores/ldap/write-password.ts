// Setting and changing a password in an LDAP directory: by password modify (RFC 3062) where it is offered, so that the directory makes the hash and its
// policy judges; else by userPassword. Only over what nobody else can read.
// Called by plain-writer.ts. The password is not empty.

import { BerWriter, PasswordPolicyControl } from 'ldapts';
import { type SaidCode, say } from '#sentences/sentence.ts';
import { StoreFault, type Verdict } from '#user-store.ts';
import { offers, readRoot } from './check.ts';
import type { Connection } from './connection.ts';
import type { SettingPassword } from './directory-writer.ts';
import { code, refusedWriting, wordsOf } from './faults.ts';
import { present } from './filters.ts';
import { firstValues } from './map-entry.ts';
import { extended, modify } from './modify.ts';
import { bind } from './open-connection.ts';
import { byPasswordPolicy, refusalOf } from './password-policy.ts';
import type { Entry, Result } from './response.ts';
import { entryBytesMax, readEntry } from './search.ts';

const passwordModifyOid = '1.3.6.1.4.1.4203.1.11.1';
/** draft-behera-ldap-password-policy §5.3.8. */
const resetAttribute = 'pwdReset';

/** By whoever is bound on this connection, for somebody else. */
export async function setPassword(connection: Connection, dn: string, { password, mustChange }: SettingPassword, milliseconds: number): Promise<void> {
  const root = await readRoot(connection, milliseconds);
  const keepsPolicy = offers(root, 'supportedControl', PasswordPolicyControl.type);
  if (mustChange && !keepsPolicy) throw new StoreFault('refused', say('directory.keeps-no-policy'));
  judged(await send(connection, root, { dn, next: password, milliseconds }));
  if (keepsPolicy) await setReset(connection, dn, mustChange, milliseconds);
}

/** By himself, on a connection of his own, so that the policy judges it as his own change. */
export async function changePassword(
  connection: Connection,
  dn: string,
  { current, next, milliseconds }: { readonly current: string; readonly next: string; readonly milliseconds: number },
): Promise<void> {
  const result = await bind(connection, { dn, password: current }, { milliseconds, controls: byPasswordPolicy.controls() });
  refuseUnless(byPasswordPolicy.verdictOf(result));
  // Whoever must change his password may do nothing else; what the directory offers is asked for by nobody then, and tried.
  const root = await readRoot(connection, milliseconds).catch(() => null);
  judged(await send(connection, root, { dn, current, next, milliseconds }));
}

const reasons: Readonly<Partial<Record<Verdict, SaidCode>>> = {
  wrong: 'fault.wrong-password',
  locked: 'directory.locked',
  expired: 'directory.expired',
  disabled: 'directory.disabled',
  ended: 'directory.ended',
};

/** Only somebody whose password was right may set another. */
function refuseUnless(verdict: Verdict): void {
  const says = reasons[verdict];
  if (says) throw new StoreFault('refused', say(says));
}

type Sent = { readonly dn: string; readonly current?: string; readonly next: string; readonly milliseconds: number };

/** `root` null = it could not be read: then the standard way. */
function send(connection: Connection, root: Entry | null, sent: Sent): Promise<Result> {
  if (!connection.secret) throw new StoreFault('tls', say('directory.in-the-clear', { server: connection.url }));
  const writing = { milliseconds: sent.milliseconds, controls: [new PasswordPolicyControl()] };
  if (!root || offers(root, 'supportedExtension', passwordModifyOid))
    return extended(connection, { oid: passwordModifyOid, value: passwordModifyValue(sent) }, writing);
  return modify(connection, sent.dn, [{ operation: 'replace', attribute: 'userPassword', values: [sent.next] }], writing);
}

/** RFC 3062 §2. */
function passwordModifyValue({ dn, current, next }: Sent): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeString(dn, 0x80);
  if (current !== undefined) writer.writeString(current, 0x81);
  writer.writeString(next, 0x82);
  writer.endSequence();
  return writer.buffer;
}

function judged(result: Result): void {
  if (result.code === code.success) return;
  const policy = refusalOf(result);
  if (policy) throw new StoreFault('refused', say('directory.password-refused', { why: say(policy), words: wordsOf(result) }));
  throw refusedWriting(result, say('doing.password'));
}

/** A policy may ask for a change after each reset by itself; what was asked for here counts. */
async function setReset(connection: Connection, dn: string, mustChange: boolean, milliseconds: number): Promise<void> {
  const entry = await readEntry(connection, dn, [resetAttribute], { filter: present('objectClass'), milliseconds, bytesMax: entryBytesMax });
  const [value] = entry ? firstValues(entry, resetAttribute, 1) : [];
  if ((value?.toString('latin1') === 'TRUE') === mustChange) return;
  const values = mustChange ? ['TRUE'] : [];
  const result = await modify(connection, dn, [{ operation: 'replace', attribute: resetAttribute, values }], { milliseconds });
  if (result.code !== code.success) throw refusedWriting(result, say(mustChange ? 'doing.must-change' : 'doing.lasting'));
}
