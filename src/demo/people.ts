// Makes demo users one after the other: a name of some culture, an organisation, attributes, dates, states.
// Called by fill.ts. Pure but for the chance handed in. Knows no table beyond the shape of a row.
import { nameKeyOf } from '#names/name.ts';
import { type Chance, idAt } from './chance.ts';
import { type Culture, cultures } from './cultures.ts';
import { anOrganisation, departments, devices, jobTitles, type Organisation, programs, sites } from './organisations.ts';

export const attributeNames = ['department', 'jobTitle', 'site', 'employeeNumber', 'costCentre', 'floor', 'vip', 'carPark'] as const;
type AttributeName = (typeof attributeNames)[number];
export type Person = {
  readonly id: string;
  readonly kind: 'person' | 'device' | 'program';
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly shownName: string;
  readonly shownKey: string;
  readonly mail: string;
  readonly mailKey: string;
  readonly phone: string;
  readonly organisation: Organisation;
  readonly culture: Culture;
  readonly country: string;
  readonly attributes: Partial<Record<AttributeName, string>>;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly disabledAt: number;
  readonly lockedAt: number;
  readonly lockedUntil: number;
  readonly pending: string;
  readonly stateReason: string;
  readonly deletedAt: number;
  readonly lastSignInAt: number;
};

const day = 86_400_000;
/** The demo's installation is so old. */
const years = 8;
type Named = { readonly native: string; readonly latin: string };
type Names = { readonly culture: Culture; readonly given: readonly Named[]; readonly family: readonly Named[] };

/** `nth` is in order of creation, of `total`. */
export type MakePerson = (nth: number, total: number) => Person;

export function peopleMaker(chance: Chance, now: number): MakePerson {
  const names = cultures.flatMap((culture) => Array.from({ length: culture.share }, () => culture)).map(namesOf());
  const taken = new Map<string, number>();
  return (nth, total) => make({ chance, now, names, taken }, nth, total);
}
type Making = { readonly chance: Chance; readonly now: number; readonly names: readonly Names[]; readonly taken: Map<string, number> };

function namesOf(): (culture: Culture) => Names {
  const split = (text: string): readonly Named[] => text.split(' ').map(named);
  const made = new Map<Culture, Names>();
  return (culture) => {
    const known = made.get(culture) ?? { culture, given: split(culture.given), family: split(culture.family) };
    made.set(culture, known);
    return known;
  };
}

function named(text: string): Named {
  const [native = '', latin = native] = text.replaceAll('_', ' ').split('|');
  return { native, latin: asciiOf(latin) };
}

const letters: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'oe', đ: 'd', ı: 'i', æ: 'ae', ð: 'd', þ: 'th' };
/** Lower-case ASCII letters: what user names and mails are made of. */
const asciiOf = (latin: string) =>
  latin
    .normalize('NFD')
    .toLowerCase()
    .replace(/[ßłøđıæðþ]/g, (letter) => letters[letter] ?? '')
    .replace(/[^a-z]/g, '');

function make(making: Making, nth: number, total: number): Person {
  const { chance, now } = making;
  // More and more join as the years go by; a day or so of disorder, as imports bring it.
  const createdAt = Math.round(now - years * 365 * day * (1 - Math.sqrt((nth + 1) / (total + 1))) - chance.below(day));
  const draw = chance.below(100);
  const who = draw < 90 ? person(making) : machine(making, draw < 96 ? 'device' : 'program', nth);
  const states = statesOf(making, createdAt);
  const lastSignInAt = signInOf(making, createdAt, states.pending !== '');
  const changedAt = Math.max(createdAt, states.disabledAt, states.lockedAt, states.deletedAt, now - chance.skewed(now - createdAt, 0.7) - 1);
  return { id: idAt(createdAt, chance), ...who, ...states, createdAt, changedAt, lastSignInAt };
}

/** The second and all later ones of a name get a number. */
function unique({ taken }: Making, base: string): string {
  const before = taken.get(base) ?? 0;
  taken.set(base, before + 1);
  return before === 0 ? base : `${base}${before + 1}`;
}

function person(making: Making) {
  const { chance, names } = making;
  const { culture, given, family } = names[chance.below(names.length)] ?? { culture: cultures[0], given: [], family: [] };
  const nothing = { native: '', latin: '' };
  const pick = (all: readonly Named[]) => all[chance.below(all.length)] ?? nothing;
  const [first, last] = [pick(given), pick(family)];
  const second = chance.often(0.35) ? pick(chance.often(0.5) ? given : family) : nothing;
  const givenName = [first.native, culture.familyFirst ? '' : second.native].filter(Boolean).join(' ');
  const userName = unique(making, [first.latin, second.latin.slice(0, 1), last.latin].filter(Boolean).join('.'));
  const organisation = anOrganisation(chance);
  const shownName = culture.familyFirst
    ? `${last.native}${/^[a-z]/i.test(last.latin) && last.native !== last.latin && /\p{Script=Han}|\p{Script=Hangul}/u.test(last.native) ? '' : ' '}${givenName}`
    : `${givenName} ${last.native}`;
  const mail = chance.often(0.96) ? `${userName}@${organisation.domain}` : '';
  return {
    kind: 'person' as const,
    userName,
    givenName,
    familyName: last.native,
    shownName,
    shownKey: nameKeyOf(shownName),
    mail,
    mailKey: mailKeyOfDemo(mail),
    organisation,
    culture,
    country: culture.countries[chance.skewed(culture.countries.length, 2)] ?? culture.countries[0],
    phone: chance.often(0.7) ? `+${culture.dial}55501${String(chance.below(100_000)).padStart(5, '0')}` : '',
    attributes: attributesOf(making),
  };
}

/** Already as mailKeyOf would have it: the demo's mails are lower-case ASCII. */
const mailKeyOfDemo = (mail: string) => mail;

function attributesOf({ chance }: Making): Partial<Record<AttributeName, string>> {
  return {
    department: chance.one(departments),
    ...(chance.often(0.8) ? { jobTitle: jobTitles[chance.skewed(jobTitles.length, 2)] ?? 'Clerk' } : {}),
    ...(chance.often(0.6) ? { site: chance.one(sites) } : {}),
    ...(chance.often(0.999) ? { employeeNumber: `E${chance.hex(7).toUpperCase()}` } : {}),
    ...(chance.often(0.4) ? { costCentre: `CC${String(chance.skewed(400, 2)).padStart(4, '0')}` } : {}),
    ...(chance.often(0.1) ? { floor: String(chance.below(30)) } : {}),
    ...(chance.often(0.002) ? { vip: 'yes' } : {}),
    ...(chance.often(0.03) ? { carPark: `P${chance.below(900)}` } : {}),
  };
}

function machine(making: Making, kind: 'device' | 'program', nth: number) {
  const { chance, names } = making;
  const { culture } = names[chance.below(names.length)] ?? { culture: cultures[0] };
  const organisation = anOrganisation(chance);
  const what = kind === 'device' ? chance.one(devices) : chance.one(programs);
  const userName = unique(making, `${what}-${organisation.domain.split('-')[0]}-${nth.toString(36)}`);
  const shownName = `${what} ${organisation.name}`;
  return {
    kind,
    userName,
    givenName: '',
    familyName: '',
    shownName,
    shownKey: nameKeyOf(shownName),
    mail: '',
    mailKey: '',
    phone: '',
    organisation,
    culture,
    country: culture.countries[0],
    attributes: chance.often(0.5) ? { site: chance.one(sites) } : {},
  };
}

function statesOf({ chance, now }: Making, createdAt: number) {
  const since = () => now - chance.skewed(now - createdAt, 2) - 1;
  const facts = { startsAt: 0, endsAt: 0, disabledAt: 0, lockedAt: 0, lockedUntil: 0, pending: '', stateReason: '', deletedAt: 0 };
  if (chance.often(0.08)) facts.endsAt = chance.often(0.25) ? since() : now + chance.below(chance.often(0.08) ? 30 : 900) * day + day;
  if (facts.endsAt === 0 && chance.often(0.003) && now - createdAt < 200 * day) facts.startsAt = now + chance.below(60) * day;
  const draw = chance.below(1_000);
  if (draw < 10) return { ...facts, deletedAt: since(), stateReason: 'Left.' };
  if (draw < 30) return { ...facts, disabledAt: since(), stateReason: chance.one(['Long leave.', 'Left; kept for the records.', 'Duplicate.']) };
  if (draw < 38)
    return {
      ...facts,
      lockedAt: since(),
      lockedUntil: chance.often(0.3) ? now + chance.below(20) * day : 0,
      stateReason: chance.one(['Lost laptop.', 'Asked for by legal.', 'Unusual sign-ins.']),
    };
  if (draw < 50) return { ...facts, pending: chance.one(['approval', 'mail', 'password']) };
  return facts;
}

function signInOf({ chance, now }: Making, createdAt: number, isPending: boolean): number {
  if (isPending || chance.often(0.12)) return 0;
  return now - chance.skewed(now - createdAt, 4) - 1;
}
