// One run of reading a directory, on one connection to one server: users, groups, and the keys of all that there are.
// Called by the drivers. What is read is handed on page by page; nothing is kept but the keys of those who are disabled.
import { say } from '#sentences/sentence.ts';
import type { EntryKind, GroupEntry, Page, Reading, Skipped, UserEntry } from '#user-store.ts';
import { limits } from '../driver.ts';
import type { Connection, Part } from './connection.ts';
import type { Directory } from './directory.ts';
import { all, type Filter } from './filters.ts';
import type { Changed, GroupHead, Kind, Layout, Mapped } from './layout.ts';
import { addressOf, keyOrName } from './map-entry.ts';
import type { Entry } from './response.ts';
import { entryBytesMax, searchAll } from './search.ts';

/** A page of a large directory may take longer than a question: this many times as long. */
export const readingTimes = 6;

type Run = {
  readonly connection: Connection;
  readonly layout: Layout;
  readonly milliseconds: number;
  readonly changed: Changed | null;
};

export async function openReading(directory: Directory, layout: Layout, since: string): Promise<Reading> {
  const connection = await directory.open();
  try {
    const { mark, changed } = await layout.changes.begin(connection, since);
    const run: Run = { connection, layout, milliseconds: directory.answerMilliseconds * readingTimes, changed };
    return {
      delta: changed !== null,
      mark,
      users: () => believed(connection, readUsers(run)),
      groups: () => believed(connection, readGroups(run)),
      keys: (kind) => believed(connection, readKeys(run, kind)),
      close: async () => connection.close(),
    };
  } catch (fault) {
    connection.close();
    throw connection.disbelieve(fault);
  }
}

async function* believed<T>(connection: Connection, pages: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pages;
  } catch (thrown) {
    throw connection.disbelieve(thrown);
  }
}

const boundsOf = ({ layout, milliseconds }: Run) => ({ pageSize: layout.pageSize, milliseconds, bytesMax: entryBytesMax });

async function* readUsers(run: Run): AsyncGenerator<Page<UserEntry>> {
  const { users } = run.layout;
  const disabled = await disabledKeys(run);
  yield* readEntries(run, users, 'user', (entry) => {
    run.changed?.note?.(entry);
    return users.map(entry, disabled);
  });
}

async function* readGroups(run: Run): AsyncGenerator<Page<GroupEntry>> {
  const { groups, members } = run.layout;
  if (!groups) return;
  for await (const { entries, skipped } of readEntries(run, groups, 'group', (entry) => groups.map(entry, new Set())))
    yield { entries: entries.map((group) => withMembers(run, group, members)), skipped };
}

function withMembers({ connection }: Run, group: GroupHead, members: Layout['members']): GroupEntry {
  const { key, address, name, description } = group;
  const pages = members(connection, group);
  return { key, address, name, description, members: pages && (() => believed(connection, pages())) };
}

async function* readEntries<E>(run: Run, kind: Kind<E>, word: EntryKind, map: (entry: Entry) => Mapped<E>): AsyncGenerator<Page<E>> {
  const question = { ...kind, filter: run.changed ? all([kind.filter, run.changed.filterOf(word)]) : kind.filter };
  const made = (part: Part): Mapped<E> | null => {
    if (part.kind === 'entry') return map(part.entry);
    return part.kind === 'reference' && run.layout.isNoLoss(part.urls) ? null : { entry: null, skipped: [unread(part)] };
  };
  for await (const page of searchAll(run.connection, question, { ...boundsOf(run), made })) yield* inPages(page);
}

/** What a directory sent besides entries, in words. */
function unread(part: Exclude<Part, { kind: 'entry' }>): Skipped {
  if (part.kind === 'oversized') return { address: addressOf(part.dn), says: say('entry.oversized', { why: part.says }) };
  return { address: (part.urls[0] ?? '').slice(0, 1_000), says: say('entry.elsewhere') };
}

function* inPages<E>(mapped: readonly Mapped<E>[]): Generator<Page<E>> {
  for (let from = 0; from < mapped.length; from += limits.pageSizeMax) {
    const part = mapped.slice(from, from + limits.pageSizeMax);
    yield { entries: part.flatMap(({ entry }) => (entry === null ? [] : [entry])), skipped: part.flatMap(({ skipped }) => skipped) };
  }
}

/** Where the directory gives no keys: names (rule 4). What could not be read as an entry has no key that anybody knows. */
async function* readKeys(run: Run, word: EntryKind): AsyncGenerator<readonly string[]> {
  const kind: Kind<unknown> | null = word === 'user' ? run.layout.users : run.layout.groups;
  if (!kind) return;
  yield* keysOf(run, kind, kind.filter);
}

function keysOf(run: Run, kind: Kind<unknown>, filter: Filter): AsyncIterable<readonly string[]> {
  const attributes = [kind.key.attribute === '' ? kind.nameAttribute : kind.key.attribute];
  const made = (part: Part): string | null => (part.kind === 'entry' ? keyOrName(part.entry, kind) : null);
  return searchAll(run.connection, { ...kind, filter, attributes }, { ...boundsOf(run), made });
}

async function disabledKeys(run: Run): Promise<ReadonlySet<string>> {
  const { users, disabledFilter } = run.layout;
  const keys = new Set<string>();
  if (!disabledFilter) return keys;
  for await (const page of keysOf(run, users, all([users.filter, disabledFilter]))) for (const key of page) keys.add(key);
  return keys;
}
