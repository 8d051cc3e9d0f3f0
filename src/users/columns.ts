// From the contract's words to the columns of a user's row, with the keys that are compared and sorted.
// Called by add-user and update-user. Pure.
import { nameKeyOf } from '#names/name.ts';
import type { UserColumns } from './queries.ts';
import { mailKeyOf, type Profile, shownNameOf } from './user.ts';

/** A whole profile; `''` = not set. */
export type WholeProfile = { readonly [field in keyof Profile]-?: string };

const nothing: WholeProfile = { givenName: '', familyName: '', shownName: '', mail: '', phone: '', organisation: '', country: '', language: '', timeZone: '' };
export const wholeProfile = (given: Profile): WholeProfile => ({
  ...nothing,
  ...Object.fromEntries(Object.keys(nothing).flatMap((field) => (given[field as keyof Profile] === undefined ? [] : [[field, given[field as keyof Profile]]]))),
});

/** Whoever has no shown name is shown by his others, so that every list can be sorted by it. */
export function profileColumns(profile: WholeProfile, userName: string) {
  const shownName = shownNameOf(profile, userName);
  return {
    given_name: profile.givenName,
    family_name: profile.familyName,
    shown_name: shownName,
    shown_key: nameKeyOf(shownName),
    mail: profile.mail,
    mail_key: mailKeyOf(profile.mail),
    phone: profile.phone,
    organisation: profile.organisation,
    country: profile.country,
    language: profile.language,
    time_zone: profile.timeZone,
  } satisfies UserColumns;
}

/** The columns that differ. */
export function differing<C extends UserColumns>(row: { readonly [column in keyof C]: unknown }, columns: C): Partial<C> {
  const changed = Object.entries(columns).filter(([column, value]) => row[column as keyof C] !== value);
  // Some of the same columns with their own values.
  return Object.fromEntries(changed) as Partial<C>;
}
