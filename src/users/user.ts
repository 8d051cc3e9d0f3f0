// The rules about a user that need nothing but the user: his name, his state, his attributes.
// Called by the actions of this room, by imports, set-up and stores. Pure; the rules of names live in names/, of state in gate/.
// Does not know other users (what is taken), rights, the database, or free attributes' definitions.
import { domainToAscii, type Verdict } from '#attributes/formats.ts';
import { type FieldFault, Refusal, saidOf } from '#errors.ts';
import { nameKeyOf } from '#names/name.ts';
import { profileRules } from './profile.ts';

/** What everybody has, as it comes from a form; what is absent is not touched, '' means not set. */
export type Profile = { readonly [field in keyof typeof profileRules]?: string };
export type Dates = { readonly startsAt?: number; readonly endsAt?: number };

/** Thrown away by one field, told for all: every field is judged before anything is refused. */
type Judged = { readonly field: string; readonly value: string } | FieldFault;

/**
 * The profile in the form that is stored: normalised first, then validated, so that what is compared later is what was judged (GHSA-7rqj-j65f-68wh).
 * Throws `attribute.invalid` naming each field that does not fit, `dates.reversed` when only the dates do not. Other fields are handed through untouched.
 */
export function checkProfile<P extends Profile & Dates>(profile: P): P {
  const judged = Object.entries(profileRules).flatMap(([field, rule]) => {
    const given = profile[field as keyof Profile]; // Object.entries forgets the names that profileRules has.
    return given === undefined ? [] : [judge(field, given, rule)];
  });
  const faults = judged.filter((one): one is FieldFault => 'says' in one);
  if (faults.length > 0) throw new Refusal('attribute.invalid', { says: saidOf(faults) }, faults);
  checkDates(profile);
  return { ...profile, ...Object.fromEntries(judged.flatMap((one) => ('value' in one ? [[one.field, one.value]] : []))) };
}

function judge(field: string, given: string, rule: (text: string) => Verdict): Judged {
  const plain = given.normalize('NFC').replace(/\s+/gu, ' ').trim();
  return plain === '' ? { field, value: '' } : { field, ...rule(plain) };
}

/** Give it both dates, the stored one where only the other changes. 0 = none. */
export function checkDates({ startsAt = 0, endsAt = 0 }: Dates): void {
  if (startsAt > 0 && endsAt > 0 && endsAt <= startsAt) {
    throw new Refusal('dates.reversed', {}, [{ field: 'endsAt' }]);
  }
}

/** By which mails are equal: in any case, and with the domain as the DNS sees it. '' for none. */
export function mailKeyOf(mail: string): string {
  const normal = mail.normalize('NFKC').trim();
  const at = normal.lastIndexOf('@');
  if (at < 0) return nameKeyOf(normal);
  const domain = normal.slice(at + 1);
  return `${nameKeyOf(normal.slice(0, at))}@${domainToAscii(domain) ?? domain.toLowerCase()}`;
}

/** What a list calls him: the name he is shown by, else given and family name, else his user name. */
export function shownNameOf(profile: Profile, userName: string): string {
  const full = [profile.givenName, profile.familyName].filter((part) => part).join(' ');
  return profile.shownName || full || userName;
}
