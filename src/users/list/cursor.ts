// The cursor of a list: where the page ended, and a mark of the list it belongs to.
// Called by list-program.ts, and by whoever takes a cursor from outside. Pure. Opaque to callers, but no secret: it holds a key they have seen.
import { createHash } from 'node:crypto';
import { isRowKey } from '#db/row-key.ts';
import { Refusal } from '#errors.ts';
import type { Place } from './walk.ts';

const version = 1;
const markLength = 12;

/** The same for every page of one list, and for no other: made of its order and filters. */
export const markOf = (list: unknown): string => createHash('sha256').update(JSON.stringify(list)).digest('base64url').slice(0, markLength);

export const writeCursor = (mark: string, { key, no, section }: Place): string =>
  Buffer.from(JSON.stringify([version, mark, key, no, ...(section === undefined ? [] : [section])])).toString('base64url');

type Keys = 'texts' | 'moments';
/** What the list is in the order of: each user's own key, or sections and within them a key. */
export type Order = { readonly keys: Keys; readonly sections?: Keys };

/** Throws `cursor.invalid` for a cursor of another list, or none of ours. '' and absent = the beginning. */
export function readCursor(mark: string, cursor: string | undefined, { keys, sections }: Order): Place | null {
  if (cursor === undefined || cursor === '') return null;
  const said = parsed(cursor);
  if (!Array.isArray(said) || said.length !== (sections ? 5 : 4) || said[0] !== version || said[1] !== mark) throw new Refusal('cursor.invalid');
  const [, , key, no, section]: readonly unknown[] = said;
  if (!isKey(key, keys) || !isRowKey(no)) throw new Refusal('cursor.invalid');
  if (!sections) return { key, no };
  if (!isKey(section, sections)) throw new Refusal('cursor.invalid');
  return { key, no, section };
}

/** Also a cursor that somebody has written himself puts only what the column can be compared with into the statement. */
const isKey = (value: unknown, keys: Keys): value is string | number =>
  keys === 'texts' ? typeof value === 'string' && !value.includes('\u0000') : typeof value === 'number' && Number.isSafeInteger(value);

function parsed(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new Refusal('cursor.invalid');
  }
}
