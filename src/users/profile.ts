// What the fields that everybody has may hold, beside what their definitions ask for.
// Called by users/user.ts only. Pure. Does not know which fields a caller may change, nor who else has the same value.
import { country, language, mail, phone, timeZone, type Verdict, words } from '#attributes/formats.ts';

export const profileRules = {
  givenName: words('given-name', 120),
  familyName: words('family-name', 120),
  shownName: words('shown-name', 200),
  mail,
  phone,
  organisation: words('organisation', 200),
  country,
  language,
  timeZone,
} as const satisfies Record<string, (text: string) => Verdict>;
