// From the contract's words to the columns of a user's row, with the keys that are compared and sorted.
// Called by add-user and update-user. Pure.

import { nameKeyOf } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import type { UserColumns, UserRecord } from './queries.ts';
import { mailKeyOf, type Profile, shownNameOf } from './user.ts';

/** A whole profile; `''` = not set. */
export type WholeProfile = { readonly [field in keyof Profile]-?: string };

type ProfileRow = Pick<
  UserRecord,
  'user_name' | 'given_name' | 'family_name' | 'shown_name' | 'mail' | 'phone' | 'organisation' | 'country' | 'language' | 'time_zone'
>;

const nothing: WholeProfile = { givenName: '', familyName: '', shownName: '', mail: '', phone: '', organisation: '', country: '', language: '', timeZone: '' };
export const wholeProfile = (given: Profile): WholeProfile => ({
  ...nothing,
  ...Object.fromEntries(Object.keys(nothing).flatMap((field) => (given[field as keyof Profile] === undefined ? [] : [[field, given[field as keyof Profile]]]))),
});

/** What he has with what is given put over it. A shown name that only repeated his other names follows them. */
export function profileOver(row: ProfileRow, given: Profile): WholeProfile {
  const own = { givenName: row.given_name, familyName: row.family_name };
  const isDerived = row.shown_name === shownNameOf(own, row.user_name);
  return {
    givenName: given.givenName ?? row.given_name,
    familyName: given.familyName ?? row.family_name,
    shownName: given.shownName ?? (isDerived ? '' : row.shown_name),
    mail: given.mail ?? row.mail,
    phone: given.phone ?? row.phone,
    organisation: given.organisation ?? row.organisation,
    country: given.country ?? row.country,
    language: given.language ?? row.language,
    timeZone: given.timeZone ?? row.time_zone,
  };
}

/** Whoever has no shown name is shown by his others, so that every list can be sorted by it. */
export function profileColumns(profile: WholeProfile, userName: string) {
  const shownName = shownNameOf(profile, userName);
  return {
    given_name: profile.givenName,
    family_name: profile.familyName,
    shown_name: shownName,
    shown_key: sortKeyOf(nameKeyOf(shownName)),
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
