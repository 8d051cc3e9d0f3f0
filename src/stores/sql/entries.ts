// Rows of a SQL store as entries of the port, and what of them cannot be taken.
// Called by read.ts and find.ts. What is wrong with one value costs that value; what is wrong with key or name costs the entry.
import { type Said, say } from '#sentences/sentence.ts';
import type { Page, Skipped, UserEntry } from '#user-store.ts';
import { limits } from '../driver.ts';
import type { Taken } from '../entry-text.ts';
import type { Row, Value } from './connection.ts';
import type { Database } from './database.ts';
import { isProfileField, type UserLayout } from './layout.ts';
import type { Kind } from './shape.ts';
import { type Values, valueRows } from './value-rows.ts';
import { isTrue, keyText, takeColumn, textsOf } from './values.ts';

/** The statement asked for `selectedUsers`, in that order. */
export async function usersFrom(database: Database, users: UserLayout, rows: readonly Row[]): Promise<Page<UserEntry>> {
  const kinds = await kindsOf(database, users);
  const rowsOfValues = await valueRows(
    database,
    users,
    rows.map(([address]) => address),
  );
  const taken = rows.map((row) => userFrom(row, { users, kinds, values: rowsOfValues?.get(keyText(row[0])) ?? null }));
  return { entries: taken.flatMap(({ entry }) => (entry ? [entry] : [])), skipped: taken.flatMap(({ skipped }) => skipped) };
}

async function kindsOf(database: Database, users: UserLayout): Promise<ReadonlyMap<string, Kind>> {
  if (users.values) return new Map();
  const named = await Promise.all(Object.values(users.mapping).map(async (name) => [name, (await database.column(users.table, name)).kind] as const));
  return new Map(named);
}

type Known = { readonly users: UserLayout; readonly kinds: ReadonlyMap<string, Kind>; readonly values: Values | null };

function userFrom(row: Row, { users, kinds, values }: Known): { readonly entry: UserEntry | null; readonly skipped: readonly Skipped[] } {
  const [address, key, name, ...rest] = row;
  const identity = identityOf({ address, key, name });
  if ('says' in identity) return { entry: null, skipped: [identity] };
  const disabled = users.disabling ? isTrue(rest.shift()) === (users.disabling.flag === 'disabled') : false;
  const profile: Record<string, string> = {};
  const attributes: Record<string, readonly string[]> = {};
  const skipped: Skipped[] = [];
  for (const [at, [field, source]] of Object.entries(users.mapping).entries()) {
    const raw = users.values ? (values?.get(source) ?? []) : [rest[at] ?? null];
    const { texts, says } = textsOf(raw, kinds.get(source) ?? 'text', say('of.column', { column: source, name: identity.name }));
    skipped.push(...says.map((sentence) => ({ address: identity.address, says: sentence })));
    if (isProfileField(field)) profile[field] = texts[0] ?? '';
    else attributes[field] = texts;
  }
  return { entry: { ...identity, profile, attributes, disabled, groups: null }, skipped };
}

type Identity = { readonly key: string; readonly address: string; readonly name: string };

/** The three without which nobody can be told from another. */
export function identityOf({ address, key, name }: { readonly address: Value; readonly key: Value; readonly name: Value }): Identity | Skipped {
  const place = keyText(address);
  const parts = [takePart(keyText(key), say('of.row-key', { row: place })), takePart(String(name ?? ''), say('of.row-name', { row: place }))] as const;
  const says = parts.flatMap((part) => ('says' in part ? [part.says] : []))[0];
  const [theirKey, theirName] = parts.map((part) => ('text' in part ? part.text : ''));
  return says === undefined ? { key: theirKey ?? '', address: place, name: theirName ?? '' } : { address: place, says };
}

function takePart(text: string, of: Said): Taken {
  const taken = takeColumn(text, of, limits.nameLengthMax);
  return 'text' in taken && taken.text === '' ? { says: say('value.empty', { of }) } : taken;
}
