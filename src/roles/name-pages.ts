// Pages of short lists in order of name: roles and groups are thousands, so a page is filled from rows as they come, leaving out what lies outside the reach.
// Called by the lists of roles/ and groups/. Users are many and have a list of their own.
import { createHash } from 'node:crypto';
import { isRowKey } from '#db/row-key.ts';
import { Refusal } from '#errors.ts';

export type Place = { readonly key: string; readonly no: number };
type Page<T> = { readonly items: T[]; readonly next?: string; readonly complete: boolean };

/** Rows read at once, and how often before the page is given as it is. */
const rowsAtOnce = 500;
const roundsMax = 20;
export const pageSizeDefault = 50;

export type Paging<T> = {
  readonly cursor: string | undefined;
  /** Whatever makes this list another one: a cursor of one search is none for another. */
  readonly mark: string;
  readonly limit: number;
  readonly after: (place: Place, limit: number) => Promise<readonly T[]>;
  readonly placeOf: (row: T) => Place;
  readonly keep: (row: T) => boolean | Promise<boolean>;
};

/** A page says when it was cut short, with the cursor to go on from. */
export async function namePage<T>({ cursor, mark, limit, after, placeOf, keep }: Paging<T>): Promise<Page<T>> {
  const items: T[] = [];
  let place = readCursor(mark, cursor);
  for (let round = 0; round < roundsMax; round += 1) {
    const rows = await after(place, rowsAtOnce);
    for (const row of rows) {
      if (!(await keep(row))) continue;
      // One more than asked for: there is a next page.
      if (items.length === limit) return { items, next: writeCursor(mark, place), complete: true };
      items.push(row);
      place = placeOf(row);
    }
    const last = rows.at(-1);
    if (!last || rows.length < rowsAtOnce) return { items, complete: true };
    place = placeOf(last);
  }
  return { items, next: writeCursor(mark, place), complete: false };
}

const digest = (mark: string) => createHash('sha256').update(mark).digest('base64url').slice(0, 8);

const writeCursor = (mark: string, { key, no }: Place) => Buffer.from(JSON.stringify([digest(mark), key, no])).toString('base64url');

function readCursor(mark: string, cursor: string | undefined): Place {
  if (cursor === undefined) return { key: '', no: 0 };
  const parts: unknown = parsed(cursor);
  const [of, key, no]: readonly unknown[] = Array.isArray(parts) ? parts : [];
  if (of !== digest(mark) || typeof key !== 'string' || key.includes('\u0000') || !isRowKey(no)) throw new Refusal('cursor.invalid');
  return { key, no };
}

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
