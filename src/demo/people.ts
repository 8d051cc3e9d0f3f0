// Makes demo users one after the other: a name of some culture, an organisation, attributes, dates, states.
// Called by fill.ts. Pure but for the chance handed in. Knows no table beyond the shape of a row.
import { nameKeyOf } from '#names/name.ts';
import { type Chance, idAt } from './chance.ts';
import { type DrawName, nameDrawer } from './names.ts';
import { anOrganisation, departments, devices, jobTitles, type Organisation, programs, sites } from './organisations.ts';

export const attributeNames = ['department', 'jobTitle', 'site', 'employeeNumber', 'costCentre', 'floor', 'vip', 'carPark'] as const;
export type AttributeName = (typeof attributeNames)[number];
export type Attributes = { [Name in AttributeName]?: string };

/** Who somebody is. A device or a program has no given and family name, no mail, no language. */
type Who = {
  readonly kind: 'person' | 'device' | 'program';
  readonly userName: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly shownName: string;
  readonly shownKey: string;
  readonly mail: string;
  readonly phone: string;
  readonly organisation: Organisation;
  readonly country: string;
  readonly language: string;
  readonly timeZone: string;
  readonly attributes: Attributes;
};
type States = {
  startsAt: number;
  endsAt: number;
  disabledAt: number;
  lockedAt: number;
  lockedUntil: number;
  pending: string;
  stateReason: string;
  deletedAt: number;
};
export type Person = {
  readonly id: string;
  readonly who: Who;
  readonly states: Readonly<States>;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly lastSignInAt: number;
};

const day = 86_400_000;
/** The demo's installation is so old. */
const years = 8;

/** `nth` is in order of creation, of `total`. */
export type MakePerson = (nth: number, total: number) => Person;

export function peopleMaker(chance: Chance, now: number): MakePerson {
  const making = { chance, now, name: nameDrawer(chance), taken: new Map<string, number>() };
  return (nth, total) => make(making, nth, total);
}
type Making = { readonly chance: Chance; readonly now: number; readonly name: DrawName; readonly taken: Map<string, number> };

function make(making: Making, nth: number, total: number): Person {
  const { chance, now } = making;
  // More and more join as the years go by; a day or so of disorder, as imports bring it.
  const createdAt = Math.round(now - years * 365 * day * (1 - Math.sqrt((nth + 1) / (total + 1))) - chance.below(day));
  const draw = chance.below(100);
  const who = draw < 90 ? person(making, nth) : machine(making, draw < 96 ? 'device' : 'program', nth);
  const states = statesOf(making, createdAt);
  const lastSignInAt = signInOf(making, createdAt, states);
  const changedAt = Math.max(createdAt, states.disabledAt, states.lockedAt, states.deletedAt, now - chance.skewed(now - createdAt, 0.7) - 1);
  return { id: idAt(createdAt, chance), who, states, createdAt, changedAt, lastSignInAt };
}

/** The second and all later ones of a name get a number. */
function unique({ taken }: Making, base: string): string {
  const before = taken.get(base) ?? 0;
  taken.set(base, before + 1);
  return before === 0 ? base : `${base}${before + 1}`;
}

function person(making: Making, nth: number): Who {
  const { chance } = making;
  const { givenName, familyName, shownName, shownKey, latin, language, country } = making.name();
  const userName = unique(making, latin);
  const organisation = anOrganisation(chance);
  return {
    kind: 'person',
    userName,
    givenName,
    familyName,
    shownName,
    shownKey,
    mail: chance.often(0.96) ? `${userName}@${organisation.domain}` : '',
    phone: chance.often(0.7) ? `+${country.dial}55501${String(chance.below(100_000)).padStart(5, '0')}` : '',
    organisation,
    country: country.code,
    language,
    timeZone: country.timeZone,
    attributes: attributesOf(making, nth, country.site),
  };
}

function attributesOf({ chance }: Making, nth: number, home: string): Attributes {
  const attributes: Attributes = { department: chance.one(departments) };
  if (chance.often(0.8)) attributes.jobTitle = jobTitles[chance.skewed(jobTitles.length, 2)] ?? 'Clerk';
  // Some work far from home.
  if (chance.often(0.6)) attributes.site = chance.often(0.85) ? home : chance.one(sites);
  if (chance.often(0.999)) attributes.employeeNumber = `E${String(nth + 1).padStart(7, '0')}`;
  if (chance.often(0.4)) attributes.costCentre = `CC${String(chance.skewed(400, 2)).padStart(4, '0')}`;
  if (chance.often(0.1)) attributes.floor = String(chance.below(30));
  if (chance.often(0.002)) attributes.vip = 'yes';
  if (chance.often(0.03)) attributes.carPark = `P${chance.below(900)}`;
  return attributes;
}

function machine(making: Making, kind: 'device' | 'program', nth: number): Who {
  const { chance } = making;
  const organisation = anOrganisation(chance);
  const what = kind === 'device' ? chance.one(devices) : chance.one(programs);
  const shownName = `${what} ${organisation.name}`;
  return {
    kind,
    userName: unique(making, `${what}-${organisation.domain.split('-')[0]}-${nth.toString(36)}`),
    givenName: '',
    familyName: '',
    shownName,
    shownKey: nameKeyOf(shownName),
    mail: '',
    phone: '',
    organisation,
    country: making.name().country.code,
    language: '',
    timeZone: '',
    attributes: chance.often(0.5) ? { site: chance.one(sites) } : {},
  };
}

function statesOf({ chance, now }: Making, createdAt: number): States {
  const since = () => now - chance.skewed(now - createdAt, 2) - 1;
  const facts: States = { startsAt: 0, endsAt: 0, disabledAt: 0, lockedAt: 0, lockedUntil: 0, pending: '', stateReason: '', deletedAt: 0 };
  if (chance.often(0.08)) facts.endsAt = chance.often(0.25) ? since() : now + chance.below(chance.often(0.08) ? 30 : 900) * day + day;
  if (facts.endsAt === 0 && chance.often(0.003) && now - createdAt < 200 * day) facts.startsAt = now + chance.below(60) * day;
  const draw = chance.below(1_000);
  if (draw < 10) Object.assign(facts, { deletedAt: since(), stateReason: 'Left.' });
  else if (draw < 30) Object.assign(facts, { disabledAt: since(), stateReason: chance.one(['Long leave.', 'Left; kept for the records.', 'Duplicate.']) });
  else if (draw < 38) {
    facts.lockedAt = since();
    facts.lockedUntil = chance.often(0.3) ? now + chance.below(20) * day : 0;
    facts.stateReason = chance.one(['Lost laptop.', 'Asked for by legal.', 'Unusual sign-ins.']);
  } else if (draw < 50) facts.pending = chance.one(['approval', 'mail', 'password']);
  return facts;
}

/** Never before he was let in, nor after he was kept out. */
function signInOf({ chance, now }: Making, createdAt: number, states: States): number {
  if (states.pending !== '' || states.startsAt > now || chance.often(0.12)) return 0;
  const last = Math.min(...[states.disabledAt, states.lockedAt, states.deletedAt, states.endsAt].map((at) => (at === 0 || at > now ? now : at)));
  return Math.max(createdAt, last - chance.skewed(last - createdAt, 4) - 1);
}
