// What changed since, by the number that each domain controller gives to each of its changes (uSNChanged, MS-ADTS §3.1.1.1.9).
// Called by reading.ts through the layout. The numbers of one controller mean nothing on another, nor on itself after it was restored from a backup:
// a mark counts only for the invocation that gave it, and everywhere else everything is read.
import { createHash } from 'node:crypto';
import type { Filter } from 'ldapts';
import { readRoot } from '../ldap/check.ts';
import type { Connection } from '../ldap/connection.ts';
import { any, atLeast, equal, present } from '../ldap/filters.ts';
import type { Changes } from '../ldap/layout.ts';
import { firstValues } from '../ldap/map-entry.ts';
import type { Entry } from '../ldap/response.ts';
import { entryBytesMax, readEntry } from '../ldap/search.ts';
import { guidOf, withRid } from './identifiers.ts';

const markLengthMax = 1_000;
/** Groups that are read again because somebody new has them as his primary group. */
const primaryGroupsMax = 500;

type Mark = { readonly invocation: string; readonly settings: string; readonly usn: string };

export function changesByUsn({ settings: decisive, milliseconds }: { readonly settings: unknown; readonly milliseconds: number }): Changes {
  const settings = createHash('sha256').update(JSON.stringify(decisive)).digest('base64url');
  return {
    async begin(connection, given) {
      const now = await whereItIs(connection, milliseconds);
      if (!now) return { mark: '', changed: null };
      const before = readMark(given);
      const holds = before?.invocation === now.invocation && before.settings === settings && BigInt(before.usn) <= BigInt(now.usn);
      return { mark: JSON.stringify({ ...now, settings } satisfies Mark), changed: holds ? changedAfter(BigInt(before.usn)) : null };
    },
  };
}

/** A group does not change when somebody new gets it as his primary group, which most do: so it is read again as well. */
function changedAfter(since: bigint): { filterOf(kind: 'user' | 'group'): Filter; note(user: Entry): void } {
  const changed = atLeast('uSNChanged', String(since + 1n));
  const sids = new Map<number, Buffer>();
  return {
    filterOf: (kind) => (kind === 'group' && sids.size > 0 ? any([changed, ...[...sids.values()].map((sid) => equal('objectSid', sid))]) : changed),
    note(user) {
      const [sid] = firstValues(user, 'objectSid', 1);
      const group = Number(text(user, 'primaryGroupID'));
      if (!sid || !Number.isInteger(group) || number(text(user, 'uSNCreated')) <= since || sids.size >= primaryGroupsMax) return;
      if (group > 0 && group < 2 ** 32 && sid.length >= 12) sids.set(group, withRid(sid, group));
    },
  };
}

/** Null = it does not tell, so that everything must be read each time. */
async function whereItIs(connection: Connection, milliseconds: number): Promise<Omit<Mark, 'settings'> | null> {
  const root = await readRoot(connection, milliseconds);
  const [service, usn] = [text(root, 'dsServiceName'), text(root, 'highestCommittedUSN')];
  if (service === '' || !isUsn(usn)) return null;
  const settings = await readEntry(connection, service, ['invocationId'], { milliseconds, bytesMax: entryBytesMax, filter: present('objectClass') });
  const [invocation] = settings ? firstValues(settings, 'invocationId', 1) : [];
  // Where the reader may not see it, its name must do.
  return { invocation: (invocation && guidOf(invocation)) ?? service, usn };
}

const isUsn = (digits: string): boolean => /^\d{1,19}$/.test(digits);

function readMark(given: string): Mark | null {
  if (given === '' || given.length > markLengthMax) return null;
  try {
    const mark: unknown = JSON.parse(given);
    return isMark(mark) ? mark : null;
  } catch {
    return null;
  }
}

const isMark = (mark: unknown): mark is Mark =>
  typeof mark === 'object' &&
  mark !== null &&
  'invocation' in mark &&
  typeof mark.invocation === 'string' &&
  mark.invocation !== '' &&
  'settings' in mark &&
  typeof mark.settings === 'string' &&
  'usn' in mark &&
  typeof mark.usn === 'string' &&
  isUsn(mark.usn);

const text = (entry: Entry, attribute: string): string => firstValues(entry, attribute, 1)[0]?.toString('latin1') ?? '';
const number = (digits: string): bigint => (isUsn(digits) ? BigInt(digits) : 0n);
