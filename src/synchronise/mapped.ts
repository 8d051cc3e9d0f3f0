// From an entry of a store to the columns of a row: what does not fit a field is left out and noted, so that one odd value keeps nobody out.
// Called by take-users.ts and rehearse.ts. Pure. Knows no row.
import { createHash } from 'node:crypto';
import { Refusal } from '#errors.ts';
import { nameKeyOf } from '#names/name.ts';
import { type ProfileField, profileFields, type Skipped, type UserEntry } from '#user-store.ts';
import { profileColumns, type WholeProfile, wholeProfile } from '#users/columns.ts';
import { checkProfile, mailKeyOf } from '#users/user.ts';

const nameLengthMax = 255;

export type Mapped = {
  readonly entry: UserEntry;
  /** The entry's own id, or its name where the store has none. */
  readonly key: string;
  readonly nameKey: string;
  /** By which he signs in: a name that is a mail address counts in both spellings of its domain. */
  readonly identifiers: readonly string[];
  readonly profile: WholeProfile;
  readonly columns: ReturnType<typeof profileColumns>;
  /** Equal = nothing to take over. */
  readonly digest: string;
};

export const addressKeyOf = (address: string): string => address.normalize('NFC').toLowerCase();

/** Null with a note = cannot be taken at all. */
export function mapped(entry: UserEntry, note: (skipped: Skipped) => void): Mapped | null {
  const { address, name } = entry;
  const odd = faultOfName(name);
  if (odd !== null) {
    note({ address, says: odd });
    return null;
  }
  const profile = wholeProfile(fitting(entry, note));
  const nameKey = nameKeyOf(name);
  const columns = profileColumns(profile, name);
  const identifiers = name.includes('@') ? [...new Set([nameKey, mailKeyOf(name)])] : [nameKey];
  return { entry, key: entry.key === '' ? `name ${nameKey}` : entry.key, nameKey, identifiers, profile, columns, digest: digestOf(entry, columns) };
}

function faultOfName(name: string): string | null {
  if (name === '') return 'It has no user name.';
  if (name.length > nameLengthMax) return `Its user name has more than ${nameLengthMax} characters.`;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return /[\u0000-\u001f\u007f]/.test(name) ? 'Its user name holds control characters.' : null;
}

function fitting({ address, profile }: UserEntry, note: (skipped: Skipped) => void): Partial<Record<ProfileField, string>> {
  const fits: Partial<Record<ProfileField, string>> = {};
  for (const field of profileFields) {
    const value = profile[field];
    if (value === undefined || value === '') continue;
    try {
      fits[field] = checkProfile({ [field]: value })[field] ?? '';
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      note({ address, says: `${field} was left out: ${fault.message}` });
    }
  }
  return fits;
}

function digestOf({ name, address, attributes, disabled, groups }: UserEntry, columns: object): string {
  const sorted = Object.entries(attributes).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([name, addressKeyOf(address), columns, sorted, disabled, groups && [...groups].map(addressKeyOf).sort()]))
    .digest('base64url');
}
