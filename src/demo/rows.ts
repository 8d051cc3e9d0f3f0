// A demo user as rows: the user himself, and all his links.
// Called by fill.ts. Pure but for the chance handed in.
import { heldMax } from '#db/user-facts.ts';
import { valueKeyOf } from '#users/filter.ts';
import type { Chance } from './chance.ts';
import { byDemo, type Links } from './links.ts';
import { departments } from './organisations.ts';
import { attributeNames, type Person } from './people.ts';
import type { Foundations } from './queries/foundations.ts';
import { type Row, Sheet } from './sheet.ts';
import { organisationsIn, type Sizes } from './world-of-roles.ts';

/** What goes in user by user; memberships and attribute values wait in `Links` until all are there. */
export type Batch = { readonly users: Sheet; readonly signIns: Sheet; readonly credentials: Sheet; readonly givings: Sheet };
export const emptyBatch = (): Batch => ({
  users: new Sheet('users'),
  signIns: new Sheet('user_sign_ins'),
  credentials: new Sheet('credentials'),
  givings: new Sheet('role_users'),
});

export type Laying = {
  readonly chance: Chance;
  readonly now: number;
  readonly base: Foundations;
  readonly sizes: Sizes;
  readonly hash: string;
  readonly links: Links;
  /** Row key → his roles among those that only a few have. */
  readonly rare: ReadonlyMap<number, readonly number[]>;
  /** Name of an organisation → row key of the person there who came last: devices and programs are his. */
  readonly owners: Map<string, number>;
  readonly tally: Tally;
};
/** What there is so far. */
export type Tally = { users: number; persons: number; devices: number; programs: number; memberships: number; givings: number; attributeValues: number };
export const nothing = (): Tally => ({ users: 0, persons: 0, devices: 0, programs: 0, memberships: 0, givings: 0, attributeValues: 0 });

const day = 86_400_000;
/** How many roles a person has at most, but for rare ones; 12 in a hundred have none. */
const rolesMax = 6;

export function lay(laying: Laying, batch: Batch, no: number, person: Person): void {
  const { hash, tally } = laying;
  const { kind, organisation } = person.who;
  const held = layAttributes(laying, no, person);
  const roleCount = layRoles(laying, batch, no, person);
  batch.users.add(userRow(laying, no, person, { held, roleCount }));
  batch.signIns.add({ user_no: no, last_sign_in_at: person.lastSignInAt });
  if (hash !== '' && person.states.pending !== 'password')
    batch.credentials.add({ user_no: no, password_hash: hash, changed_at: person.createdAt, must_change: 0, temporary_until: 0 });
  tally.users += 1;
  tally[`${kind}s`] += 1;
  if (kind !== 'person') return;
  layGroups(laying, no, person);
  laying.owners.set(organisation.name, no);
}

type Counted = { readonly held: number; readonly roleCount: number };

function userRow(
  { chance, base, owners }: Laying,
  no: number,
  { id, who, states, createdAt, changedAt, lastSignInAt }: Person,
  { held, roleCount }: Counted,
): Row {
  return {
    no,
    id,
    version: 1 + chance.skewed(9, 3),
    kind: who.kind,
    store_no: base.storeNo,
    user_name: who.userName,
    // The demo's user names and mails are lower-case ASCII: they are their own keys.
    name_key: who.userName,
    given_name: who.givenName,
    family_name: who.familyName,
    shown_name: who.shownName,
    shown_key: who.shownKey,
    mail: who.mail,
    mail_key: who.mail,
    phone: who.phone,
    organisation: who.organisation.name,
    country: who.country,
    language: who.language,
    time_zone: who.timeZone,
    owner_no: who.kind === 'person' ? 0 : (owners.get(who.organisation.name) ?? 0),
    attributes: JSON.stringify(who.attributes),
    created_at: createdAt,
    changed_at: changedAt,
    starts_at: states.startsAt,
    ends_at: states.endsAt,
    disabled_at: states.disabledAt,
    locked_at: states.lockedAt,
    locked_until: states.lockedUntil,
    pending: states.pending,
    state_reason: states.stateReason,
    deleted_at: states.deletedAt,
    revocation_epoch: 0,
    role_count: roleCount,
    held,
    signed_in: lastSignInAt > 0 ? 1 : 0,
  };
}

/** Gives the bits of `users.held`. */
function layAttributes({ base, links, tally }: Laying, no: number, { who }: Person): number {
  let held = 0;
  for (const [index, name] of attributeNames.entries()) {
    const value = who.attributes[name];
    if (value === undefined) continue;
    const attribute = base.attributes + index + 1;
    links.hold(attribute, valueKeyOf(value), no);
    tally.attributeValues += 1;
    if (attribute <= heldMax) held |= 1 << (attribute - 1);
  }
  return held;
}

/** Few roles are held by very many, many by a few: the sizes fall with their rank. The last four tenths are rare. */
function layRoles(laying: Laying, { givings }: Batch, no: number, { createdAt, who }: Person): number {
  const { chance, rare, sizes } = laying;
  const roles = new Set(rare.get(no));
  if (!chance.often(0.12)) {
    const ranks = firstRare(sizes);
    const count = 1 + chance.skewed(who.kind === 'person' ? rolesMax : 3, 1.5);
    for (let index = 0; index < count; index += 1)
      roles.add(Math.min(ranks, Math.floor(Math.exp((chance.below(1_000_000) / 1_000_000) * Math.log(ranks + 1)))) - 1);
  }
  for (const role of roles) givings.add(givingRow(laying, role, no, createdAt));
  return roles.size;
}

const firstRare = ({ roles }: Sizes): number => Math.max(1, Math.floor(roles * 0.6));

function givingRow(laying: Laying, role: number, no: number, since: number): Row {
  const { chance, now, base, tally } = laying;
  tally.givings += 1;
  const until_at = chance.often(0.05) ? (chance.often(0.3) ? now - chance.below(300) * day - 1 : now + (1 + chance.below(400)) * day) : 0;
  const from_at = chance.often(0.01) && until_at === 0 ? now + (1 + chance.below(60)) * day : 0;
  return {
    no: base.givings + tally.givings,
    role_no: base.roles + 1 + role,
    user_no: no,
    from_at,
    until_at,
    scope: '',
    given_by: byDemo,
    given_at: Math.min(now, since + chance.below(day)),
  };
}

/** Roles of one to fifty holders, whoever they are. */
export function drawRare({ chance, base, sizes }: Pick<Laying, 'chance' | 'base' | 'sizes'>, users: number): ReadonlyMap<number, readonly number[]> {
  const rare = new Map<number, number[]>();
  for (let role = firstRare(sizes); role < sizes.roles; role += 1)
    for (let more = 1 + chance.below(Math.min(50, users)); more > 0; more -= 1) {
      const no = base.users + 1 + chance.below(users);
      rare.set(no, [...(rare.get(no) ?? []), role]);
    }
  return rare;
}

/** His department where it has a group, and now and then another one. */
function layGroups({ chance, base, sizes, links, tally }: Laying, no: number, { who: { organisation, attributes }, createdAt }: Person): void {
  const count = organisationsIn(sizes.groups);
  const mine = organisation.place % count;
  const own = 1 + mine + ((departments as readonly (string | undefined)[]).indexOf(attributes.department) + 1) * count;
  const groups = new Set<number>([own < sizes.groups ? own : 1 + mine]);
  for (let more = chance.skewed(4, 1.5); more > 0; more -= 1) groups.add(1 + chance.skewed(sizes.groups - 1, 2));
  for (const group of groups) links.join(base.groups + 1 + group, no, createdAt);
  tally.memberships += groups.size;
}
