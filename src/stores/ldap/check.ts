// A live look at a directory: who answers, with which certificate, what it calls itself, and whether the bases of the settings are there.
// Called by the drivers, for people who set a store up and for health.
import { say } from '#sentences/sentence.ts';
import { type Health, StoreFault, type UserStore } from '#user-store.ts';
import type { Connection } from './connection.ts';
import type { Directory } from './directory.ts';
import { present } from './filters.ts';
import { firstValues } from './map-entry.ts';
import type { Entry } from './response.ts';
import { entryBytesMax, readEntry } from './search.ts';
import { momentOf } from './time.ts';

const rootAttributes = [
  'objectClass',
  'vendorName',
  'vendorVersion',
  'currentTime',
  'supportedControl',
  'supportedExtension',
  'dsServiceName',
  'highestCommittedUSN',
];
const anything = present('objectClass');
const oidsMax = 500;

/** The entry in which a server tells of itself (RFC 4512 §5.1). */
export async function readRoot(connection: Connection, milliseconds: number): Promise<Entry> {
  const root = await readEntry(connection, '', rootAttributes, { filter: anything, milliseconds, bytesMax: entryBytesMax });
  if (!root) throw new StoreFault('settings', say('directory.no-root', { server: connection.url }));
  return root;
}

export const offers = (root: Entry, attribute: 'supportedControl' | 'supportedExtension', oid: string): boolean =>
  firstValues(root, attribute, oidsMax).some((value) => value.toString('latin1') === oid);

export async function check(directory: Directory, bases: readonly string[], now: () => number): Promise<Health> {
  const begun = now();
  const connection = await directory.open();
  try {
    const root = await readRoot(connection, directory.milliseconds);
    const ended = now();
    for (const base of bases) await checkBase(connection, base, directory.milliseconds);
    const time = momentOf(first(root, 'currentTime'));
    return {
      milliseconds: ended - begun,
      answeredBy: connection.url,
      server: serverName(root),
      certificate: connection.certificate,
      clockMilliseconds: time === null ? null : time - ended,
    };
  } catch (thrown) {
    throw connection.disbelieve(thrown);
  } finally {
    connection.close();
  }
}

/** A directory of which it is not said yet where its users lie: it can be looked at, and nothing else. */
export function unread(directory: Directory, now: () => number): UserStore {
  const nothing = (): Promise<never> => Promise.reject(new StoreFault('settings', say('directory.base-first')));
  return { check: () => check(directory, [], now), read: nothing, find: nothing, verify: nothing, write: null, close: () => directory.close() };
}

async function checkBase(connection: Connection, base: string, milliseconds: number): Promise<void> {
  if (await readEntry(connection, base, [], { filter: anything, milliseconds, bytesMax: entryBytesMax })) return;
  throw new StoreFault('settings', say('directory.no-base', { base }));
}

const first = (entry: Entry, attribute: string): string => firstValues(entry, attribute, 1)[0]?.toString('utf8').slice(0, 200) ?? '';

/** RFC 3045; otherwise the class of the root entry tells it, such as OpenLDAProotDSE. */
function serverName(root: Entry): string {
  const named = [first(root, 'vendorName'), first(root, 'vendorVersion')].filter((part) => part !== '');
  if (named.length > 0) return printable(named.join(' '));
  const classes = firstValues(root, 'objectClass', oidsMax).map((value) => value.toString('latin1'));
  return printable(classes.map((name) => /^(\w+)rootDSE$/i.exec(name)?.[1] ?? '').find((name) => name !== '') ?? '');
}

const printable = (text: string): string =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .trim()
    .slice(0, 200);
