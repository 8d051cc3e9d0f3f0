// From an entry of a store to what a row holds of it: what does not fit a field is left out and noted, so that one odd value keeps nobody out.
// Called by synchronise/, and by the actions of this room that write through a store. Pure. Knows no row.

import { hash } from 'node:crypto';
import { Refusal } from '#errors.ts';
import { faultOfForeignName } from '#names/foreign-name.ts';
import { nameKeyOf } from '#names/name.ts';
import { say } from '#sentences/sentence.ts';
import { keyByName } from '#stores/entry-key.ts';
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

export const addressKeyOf = (address: string): string => address.normalize('NFC').toLowerCase();

/** Null with a note = cannot be taken at all. */
export function mapped(entry: UserEntry, note: (skipped: Skipped) => void): Mapped | null {
  const { address, name } = entry;
  const odd = faultOfForeignName(name, 'user');
  if (odd !== null) {
    note({ address, says: odd });
    return null;
  }
  const profile = fitting(entry, note);
  const nameKey = nameKeyOf(name);
  const identifiers = name.includes('@') ? [...new Set([nameKey, mailKeyOf(name)])] : [nameKey];
  return { entry, key: entry.key === '' ? `${keyByName}${nameKey}` : entry.key, nameKey, identifiers, profile, digest: digestOf(entry, profile) };
}

type Fields = Partial<Record<ProfileField, string>>;

/** All fields at once, which is nearly always all there is to do; where one does not fit, each by itself. */
function fitting(entry: UserEntry, note: (skipped: Skipped) => void): Profile {
  const given: Fields = {};
  for (const field of profileFields) if (entry.profile[field] !== undefined) given[field] = entry.profile[field];
  try {
    return checkProfile(given);
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return fittingFields(entry.address, given, note);
  }
}

function fittingFields(address: string, given: Fields, note: (skipped: Skipped) => void): Profile {
  const fits: Fields = {};
  for (const field of profileFields) {
    const value = given[field];
    if (value === undefined) continue;
    fits[field] = '';
    try {
      fits[field] = checkProfile({ [field]: value })[field] ?? '';
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      note({ address, says: say('taking.left-out', { field, why: fault.sentence }) });
    }
  }
  return fits;
}

function digestOf({ name, address, attributes, disabled, groups }: UserEntry, profile: Profile): string {
  const sorted = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  const taken = [name, addressKeyOf(address), profile, sorted, disabled, groups && [...groups].map(addressKeyOf).sort()];
  return hash('sha256', JSON.stringify(taken), 'base64url');
}
