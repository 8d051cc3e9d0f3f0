// A user of a store that others own, as the actions of this room meet him: where he is found there, which values are kept there, and his row after the store was written.
// Called by the actions of this room. Asks no store: stores/writing/ does.
import { Refusal } from '#errors.ts';
import type { Change } from '#journal/change.ts';
import { type StoreRow, storeByNo } from '#stores/queries.ts';
import { type Intent, objectOfUser, type What } from '#stores/writing/intent.ts';
import { entryOf, writeEntry } from '#stores/writing/queries.ts';
import { keptThere } from '#stores/writing/writer-of.ts';
import { type NewEntry, type ProfileField, profileFields, type UserEntry, type Whom } from '#user-store.ts';
import { type Attributes, attributesChanged } from './attributes.ts';
import { addressKeyOf, type Mapped, mapped } from './mapped.ts';
import type { Source, UserRecord } from './queries.ts';
import { attributesOf, qualifiedName, shownUser } from './shown-user.ts';
import type { Profile } from './user.ts';

/** Living stores only: users of a deleted one lie in the recycle bin. */
export async function storeOfRow(source: Source, row: Pick<UserRecord, 'store_no' | 'domain'>): Promise<StoreRow> {
  const store = await storeByNo(source, row.store_no);
  if (!store) throw new Refusal('store.missing', { domain: row.domain });
  return store;
}

/** `store.gone` for whoever is here only because he is kept in the recycle bin, or was just missed there. */
export async function whomOf(source: Source, row: Pick<UserRecord, 'no' | 'user_name' | 'domain'>): Promise<Whom> {
  const entry = await entryOf(source, { kind: 'user', no: row.no });
  if (entry?.gone_at !== 0) throw new Refusal('store.gone', { name: row.user_name, domain: row.domain });
  return { key: entry.key, address: entry.address, name: row.user_name };
}

export async function isThere(source: Source, { no }: Pick<UserRecord, 'no'>): Promise<boolean> {
  return (await entryOf(source, { kind: 'user', no }))?.gone_at === 0;
}

export async function intentFor(source: Source, row: UserRecord, { what, says }: { readonly what: What; readonly says: string }): Promise<Intent> {
  return { what, object: objectOfUser(row.id), userId: row.id, whom: await whomOf(source, row), name: qualifiedName(row), says };
}

export type Values = Pick<NewEntry, 'profile' | 'attributes'>;
export const namesOf = ({ profile, attributes }: Values): readonly string[] => [...Object.keys(profile), ...Object.keys(attributes)];

type Wanted = { readonly profile: Profile; readonly attributes: Attributes };

/** What of this the store keeps, and has otherwise. An empty value takes it away there. */
export function valuesThere(store: StoreRow, row: UserRecord, wanted: Wanted): Values {
  const shown = shownUser(row, 0);
  const changed = new Set(attributesChanged(attributesOf(row), wanted.attributes));
  return keptOf(store, wanted, { field: (name) => wanted.profile[name] !== shown[name], attribute: (name) => changed.has(name) });
}

type Which = { readonly field: (name: ProfileField) => boolean; readonly attribute: (name: string) => boolean };

/** What of this the store keeps. */
export function keptOf(store: StoreRow, { profile, attributes }: Wanted, which: Which): Values {
  const kept = keptThere(store);
  const fields = profileFields.flatMap((name) => {
    const value = profile[name];
    return value !== undefined && kept.has(name) && which.field(name) ? [[name, value] as const] : [];
  });
  const free = [...kept].filter((name) => !profileFields.some((field) => field === name) && which.attribute(name));
  return { profile: Object.fromEntries(fields), attributes: Object.fromEntries(free.map((name) => [name, [attributes[name] ?? []].flat()])) };
}

/** An entry as it may be taken over. What a store gives back that cannot be is taken, as far as it goes, by the next synchronising. */
export function takeable(entry: UserEntry): Mapped {
  const user = mapped(entry, () => {});
  if (!user) throw new Error(`A store gave back an entry without a name that can be kept: ${entry.address}.`);
  return user;
}

/** What was asked for, with the values that the store has made of it. */
export function asStored<A extends Profile & { readonly attributes?: Attributes }>(asked: A, { profile, entry }: Mapped): A {
  const own = Object.entries(profile).filter(([field]) => asked[field as ProfileField] !== undefined);
  const given = Object.entries(asked.attributes ?? {}).map(([name, value]) => [name, stored(entry.attributes[name], value)] as const);
  return { ...asked, ...Object.fromEntries(own), ...(asked.attributes ? { attributes: Object.fromEntries(given) } : {}) };
}

const stored = (there: readonly string[] | undefined, asked: string | string[]): string | string[] =>
  there === undefined ? asked : Array.isArray(asked) ? [...there] : (there[0] ?? '');

export const keepEntry = ({ tx }: Pick<Change, 'tx'>, store: StoreRow, { userNo, user: { key, entry } }: { readonly userNo: number; readonly user: Mapped }) =>
  writeEntry(tx, { storeNo: store.no, key, userNo, address: entry.address, addressKey: addressKeyOf(entry.address) });
