// A run of reading a SQL store: users and groups in pages along their address, each page a statement of its own, so that nothing is held between two of them.
// Called by sql-store.ts. Groups are few and say nothing of when they changed: they are read whole each time.
import { say } from '#sentences/sentence.ts';
import { type GroupEntry, type Page, type Reading, type Skipped, StoreFault, type UserEntry } from '#user-store.ts';
import { limits } from '../driver.ts';
import type { Row } from './connection.ts';
import type { Database } from './database.ts';
import { identityOf, usersFrom } from './entries.ts';
import type { GroupLayout, Layout, UserLayout } from './layout.ts';
import { belongingOf, markFrom, sinceFrom } from './mark.ts';
import type { Statement } from './queries/dialect.ts';
import { groupPage, memberPage } from './queries/groups.ts';
import { keyPage, newest, type Since, userPage, withoutAddress } from './queries/users.ts';
import { selectedName, selectedUsers } from './selected.ts';
import { keyText } from './values.ts';

const size = limits.pageSizeMax;
/** A table that goes on and on is not believed. */
const rowsMax = 5_000_000;

export async function openReading(
  database: Database,
  layout: Layout,
  { since: mark, place }: { readonly since: string; readonly place: readonly string[] },
): Promise<Reading> {
  const { users, groups } = layout;
  const { since, next } = await marking(database, users, { mark, place });
  return {
    delta: since !== null,
    mark: next,
    users: () => userPages(database, users, since),
    groups: () => (groups ? groupPages(database, groups) : nothing()),
    keys: (kind) => (kind === 'user' ? keyPages(database, users) : groups ? keyPages(database, groups) : nothing()),
    close: async () => {},
  };
}

async function* nothing(): AsyncGenerator<never> {}

async function marking(
  database: Database,
  users: UserLayout,
  { mark, place }: { mark: string; place: readonly string[] },
): Promise<{ since: Since; next: string }> {
  const { table, changed } = users;
  if (changed === null) return { since: null, next: '' };
  const { kind } = await database.column(table, changed);
  const belonging = belongingOf([...place, ...table.name, changed, users.key]);
  const { rows } = await database.ask(newest(database.write, { table, changed }));
  const moment = sinceFrom(mark, kind, belonging);
  return { since: moment === null ? null : { column: changed, moment }, next: markFrom(rows[0]?.[0], kind, belonging) };
}

/** Along a column that grows: `statement` asks for the rows behind the last one. The first column of each row is where it stands. */
async function* along(database: Database, statement: (after: unknown) => Statement): AsyncGenerator<readonly Row[]> {
  let after: unknown;
  for (let seen = 0; seen < rowsMax; ) {
    const { rows } = await database.ask(statement(after));
    seen += rows.length;
    if (rows.length > 0) yield rows;
    if (rows.length < size) return;
    const last = rows.at(-1)?.[0];
    // A server that lies must not keep us for ever.
    if (keyText(last) === keyText(after)) throw new StoreFault('protocol', say('sql.same-rows'));
    after = last;
  }
  throw new StoreFault('too-large', say('sql.endless', { rows: rowsMax }));
}

async function* userPages(database: Database, users: UserLayout, since: Since): AsyncGenerator<Page<UserEntry>> {
  const lost = since === null ? await unaddressed(database, users) : [];
  if (lost.length > 0) yield { entries: [], skipped: lost };
  const [doubled, selected] = [doubles(), await selectedUsers(database, users)];
  for await (const rows of along(database, (after) => userPage(database.write, users, { selected, after, since, size }))) {
    const { entries, skipped } = await usersFrom(database, users, rows);
    const { once, twice } = doubled(entries);
    yield { entries: once, skipped: [...skipped, ...twice] };
  }
}

async function* groupPages(database: Database, groups: GroupLayout): AsyncGenerator<Page<GroupEntry>> {
  const lost = await unaddressed(database, groups);
  if (lost.length > 0) yield { entries: [], skipped: lost };
  const [doubled, name] = [doubles(), await selectedName(database, groups)];
  for await (const rows of along(database, (after) => groupPage(database.write, groups, { name, after, size }))) {
    const taken = rows.map(([address, key, name]) => ({ raw: address, identity: identityOf({ address, key, name }) }));
    const entries = taken.flatMap(({ raw, identity }) =>
      'says' in identity
        ? []
        : [{ ...identity, address: groupAddress(groups, identity.address), description: '', members: () => memberPages(database, groups, raw) }],
    );
    const { once, twice } = doubled(entries);
    yield { entries: once, skipped: [...taken.flatMap(({ identity }) => ('says' in identity ? [identity] : [])), ...twice] };
  }
}

/** With its table: members are given by address, and a user has the same number often enough. */
const groupAddress = ({ table }: GroupLayout, address: string): string => `${table.name.join('.')} ${address}`;

async function* memberPages(database: Database, groups: GroupLayout, group: unknown): AsyncGenerator<readonly string[]> {
  for await (const rows of along(database, (after) => memberPage(database.write, groups, { group, after, size }))) yield rows.map(([user]) => keyText(user));
}

/** Only of rows that would be read: what has no key of its own has none here either. */
async function* keyPages(database: Database, of: Pick<UserLayout, 'table' | 'address' | 'key'>): AsyncGenerator<readonly string[]> {
  for await (const rows of along(database, (after) => keyPage(database.write, of, { after, size })))
    yield rows.map(([, key]) => keyText(key)).filter((key) => key !== '');
}

/** Rows that no page would ever come to. */
async function unaddressed(database: Database, of: Pick<UserLayout, 'table' | 'address'>): Promise<readonly Skipped[]> {
  const { rows } = await database.ask(withoutAddress(database.write, of));
  const count = Number(rows[0]?.[0] ?? 0);
  return count === 0 ? [] : [{ address: of.table.name.join('.'), says: say('entry.rows-without-key', { count, column: of.address }) }];
}

/** The column that should be unique and is not: the first row of several is taken. Rows come in order, so the last one seen is enough to know. */
function doubles() {
  let last: string | null = null;
  return <E extends { readonly address: string; readonly name: string }>(entries: readonly E[]): { once: readonly E[]; twice: readonly Skipped[] } => {
    const once: E[] = [];
    const twice: Skipped[] = [];
    for (const entry of entries) {
      if (entry.address === last) twice.push({ address: entry.address, says: say('entry.key-twice', { name: entry.name, key: entry.address }) });
      else once.push(entry);
      last = entry.address;
    }
    return { once, twice };
  };
}
