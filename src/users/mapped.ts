// From an entry of a store to what a row holds of it: what does not fit a field is left out and noted, so that one odd value keeps nobody out.
// Called by synchronise/, and by the actions of this room that write through a store. Pure. Knows no row.
import { createHash } from 'node:crypto';
import { Refusal } from '#errors.ts';
import { faultOfForeignName } from '#names/foreign-name.ts';
import { nameKeyOf } from '#names/name.ts';
import { type ProfileField, profileFields, type Skipped, type UserEntry } from '#user-store.ts';
import { checkProfile, mailKeyOf, type Profile } from './user.ts';

export type Mapped = {
  readonly entry: UserEntry;
  /** The entry's own id, or its name where the store has none. */
  readonly key: string;
  readonly nameKey: string;
  /** By which he signs in: a name that is a mail address counts in both spellings of its domain. */
  readonly identifiers: readonly string[];
  /** Only what the store keeps; the rest is Reeve's own. */
  readonly profile: Profile;
  /** Equal = nothing to take over. */
  readonly digest: string;
};

/** Begins the key of an entry that has no id of its own. */
export const keyByName = 'name ';
export const addressKeyOf = (address: string): string => address.normalize('NFC').toLowerCase();

/** Null with a note = cannot be taken at all. */
export function mapped(entry: UserEntry, note: (skipped: Skipped) => void): Mapped | null {
  const { address, name } = entry;
  const odd = faultOfForeignName(name, 'user name');
  if (odd !== null) {
    note({ address, says: odd });
    return null;
  }
  const profile = fitting(entry, note);
  const nameKey = nameKeyOf(name);
  const identifiers = name.includes('@') ? [...new Set([nameKey, mailKeyOf(name)])] : [nameKey];
  return { entry, key: entry.key === '' ? `${keyByName}${nameKey}` : entry.key, nameKey, identifiers, profile, digest: digestOf(entry, profile) };
}

function fitting({ address, profile }: UserEntry, note: (skipped: Skipped) => void): Profile {
  const fits: Partial<Record<ProfileField, string>> = {};
  for (const field of profileFields) {
    const value = profile[field];
    if (value === undefined) continue;
    fits[field] = '';
    try {
      fits[field] = checkProfile({ [field]: value })[field] ?? '';
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      note({ address, says: `${field} was left out: ${fault.message}` });
    }
  }
  return fits;
}

function digestOf({ name, address, attributes, disabled, groups }: UserEntry, profile: Profile): string {
  const sorted = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([name, addressKeyOf(address), profile, sorted, disabled, groups && [...groups].map(addressKeyOf).sort()]))
    .digest('base64url');
}
