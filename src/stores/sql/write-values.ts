// What is written, as the columns want it: texts by the kind of their column, flags as the other rows of the table write theirs, keys where the database gives none.
// Called by sql-writer.ts.
import { say } from '#sentences/sentence.ts';
import { StoreFault, type UserEntry } from '#user-store.ts';
import type { Database } from './database.ts';
import { isProfileField, type Table, type UserLayout } from './layout.ts';
import { type Cell, now, sampleOf } from './queries/write.ts';
import type { ColumnShape } from './shape.ts';

type Values = { readonly profile: UserEntry['profile']; readonly attributes: UserEntry['attributes'] };

/** What is given and mapped: field → its column or name, and its texts. */
export function givenOf({ profile, attributes }: Values, { mapping }: UserLayout): readonly { readonly source: string; readonly texts: readonly string[] }[] {
  return Object.entries(mapping).flatMap(([field, source]) => {
    const given = isProfileField(field) ? profile[field] : attributes[field];
    if (given === undefined) return [];
    return [{ source, texts: (typeof given === 'string' ? [given] : given).filter((text) => text !== '') }];
  });
}

export async function setOf(
  database: Database,
  table: Table,
  { source, texts }: { readonly source: string; readonly texts: readonly string[] },
): Promise<Cell> {
  const column = await database.column(table, source);
  if (column.kind === 'list') return { column: source, value: [...texts] };
  if (texts.length > 1) throw new StoreFault('refused', say('sql.one-value', { column: source, count: texts.length }));
  const [text] = texts;
  if (text === undefined) return { column: source, value: nothingFor(column) };
  return { column: source, value: column.kind === 'bytes' ? Buffer.from(text, 'base64') : text };
}

/** Some tables want an empty text where others have none. */
export const nothingFor = ({ nullable, kind }: ColumnShape): string | Buffer | null => (nullable ? null : kind === 'bytes' ? Buffer.alloc(0) : '');

/** Ways of writing yes and no in letters; the one that the table uses is kept. */
const words = ['Y/N', 'y/n', 'T/F', 't/f', 'true/false', 'TRUE/FALSE', 'yes/no', 'YES/NO', 'on/off', 'ON/OFF', '1/0'].map((pair) => pair.split('/'));

export async function flagOf(database: Database, table: Table, { name, isTrue }: { readonly name: string; readonly isTrue: boolean }): Promise<Cell> {
  const { kind } = await database.column(table, name);
  if (kind === 'boolean') return { column: name, value: isTrue ? 'true' : 'false' };
  if (kind === 'number') return { column: name, value: isTrue ? '1' : '0' };
  if (kind === 'bits') return { column: name, value: Buffer.from([isTrue ? 1 : 0]) };
  if (kind === 'moment') return { column: name, value: isTrue ? now() : null };
  const { rows } = await database.ask(sampleOf(database.write, table, name));
  const pair = words.find((both) => both.includes(String(rows[0]?.[0] ?? '').trim())) ?? ['1', '0'];
  return { column: name, value: pair[isTrue ? 0 : 1] };
}

/** Columns that say when something was written; a column that counts is its database's own business. */
export async function stamps(database: Database, { table, changed }: UserLayout): Promise<readonly Cell[]> {
  if (changed === null || (await database.column(table, changed)).kind !== 'moment') return [];
  return [{ column: changed, value: now() }];
}

/** A UUID where the database does not number its rows itself. */
export async function keyOfNew(
  database: Database,
  table: Table,
  { name, newId }: { readonly name: string; readonly newId: () => string },
): Promise<readonly Cell[]> {
  const { kind, filled } = await database.column(table, name);
  if (filled) return [];
  if (kind === 'text' || kind === 'uuid') return [{ column: name, value: newId() }];
  if (kind === 'bytes') return [{ column: name, value: Buffer.from(newId().replaceAll('-', ''), 'hex') }];
  throw new StoreFault('settings', say('sql.no-number', { column: name }));
}
