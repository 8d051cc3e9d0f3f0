// A demo user as rows: the user himself, and all his links.
// Called by fill.ts. Pure but for the chance handed in.
import { heldMax } from '#db/user-facts.ts';
import { valueKeyOf } from '#users/filter.ts';
import type { Chance } from './chance.ts';
import { departments, organisations } from './organisations.ts';
import { attributeNames, type Person } from './people.ts';
import type { Foundations, Row } from './queries.ts';
import { organisationsIn, type Sizes } from './world-of-roles.ts';

export type Batch = {
  readonly users: Row[];
  readonly user_sign_ins: Row[];
  readonly credentials: Row[];
  readonly identifiers: Row[];
  readonly user_attributes: Row[];
  readonly group_members: Row[];
  readonly role_users: Row[];
};
export const emptyBatch = (): Batch => ({
  users: [],
  user_sign_ins: [],
  credentials: [],
  identifiers: [],
  user_attributes: [],
  group_members: [],
  role_users: [],
});

export type Laying = {
  readonly chance: Chance;
  readonly now: number;
  readonly base: Foundations;
  readonly sizes: Sizes;
  readonly hash: string;
  givings: number;
};
const day = 86_400_000;
/** How many roles a user has on average; 12 in a hundred have none. */
const rolesMean = 2.6;
const byDemo = 'host:demo';

export function lay(laying: Laying, batch: Batch, no: number, person: Person): void {
  const { base, hash } = laying;
  const storeNo = base.storeNo;
  const held = layAttributes(laying, batch, no, person);
  const roleCount = layRoles(laying, batch, no, person);
  batch.users.push(userRow(laying, no, person, { held, roleCount }));
  batch.user_sign_ins.push({ user_no: no, last_sign_in_at: person.lastSignInAt });
  if (hash !== '' && person.pending !== 'password')
    batch.credentials.push({ user_no: no, password_hash: hash, changed_at: person.createdAt, must_change: 0, temporary_until: 0 });
  batch.identifiers.push({ store_no: storeNo, key: person.userName, kind: 'userName', user_no: no });
  if (person.mail !== '') batch.identifiers.push({ store_no: storeNo, key: person.mailKey, kind: 'mail', user_no: no });
  if (person.kind === 'person') layGroups(laying, batch, no, person);
}

function userRow({ chance, base }: Laying, no: number, person: Person, { held, roleCount }: { readonly held: number; readonly roleCount: number }): Row {
  const isOwned = person.kind !== 'person' && no > base.users + 1;
  return {
    no,
    id: person.id,
    version: 1 + chance.skewed(9, 3),
    kind: person.kind,
    store_no: base.storeNo,
    user_name: person.userName,
    name_key: person.userName,
    given_name: person.givenName,
    family_name: person.familyName,
    shown_name: person.shownName,
    shown_key: person.shownKey,
    mail: person.mail,
    mail_key: person.mailKey,
    phone: person.phone,
    organisation: person.organisation.name,
    country: person.country,
    language: person.kind === 'person' ? person.culture.language : '',
    time_zone: person.kind === 'person' ? person.culture.timeZone : '',
    owner_no: isOwned ? base.users + 1 + chance.below(no - base.users - 1) : 0,
    attributes: JSON.stringify(person.attributes),
    created_at: person.createdAt,
    changed_at: person.changedAt,
    starts_at: person.startsAt,
    ends_at: person.endsAt,
    disabled_at: person.disabledAt,
    locked_at: person.lockedAt,
    locked_until: person.lockedUntil,
    pending: person.pending,
    state_reason: person.stateReason,
    deleted_at: person.deletedAt,
    revocation_epoch: 0,
    role_count: roleCount,
    held,
  };
}

/** Gives the bits of `users.held`. */
function layAttributes({ base }: Laying, batch: Batch, no: number, { attributes }: Person): number {
  let held = 0;
  for (const [index, name] of attributeNames.entries()) {
    const value = attributes[name];
    if (value === undefined) continue;
    const attribute_no = base.attributes + index + 1;
    batch.user_attributes.push({ attribute_no, value_key: valueKeyOf(value), user_no: no, verified_at: 0 });
    if (attribute_no <= heldMax) held |= 1 << (attribute_no - 1);
  }
  return held;
}

/** Few roles are held by very many, many by a few: the sizes fall with their rank. The last four tenths are given by `smallRoles`. */
function layRoles(laying: Laying, batch: Batch, no: number, { createdAt, kind }: Person): number {
  const { chance, sizes } = laying;
  if (chance.often(0.12)) return 0;
  const ranks = Math.max(1, Math.floor(sizes.roles * 0.6));
  const roles = new Set<number>();
  const count = 1 + chance.skewed(kind === 'person' ? Math.round(rolesMean * 2.2) : 3, 1.5);
  for (let index = 0; index < count; index += 1)
    roles.add(Math.min(ranks, Math.floor(Math.exp((chance.below(1_000_000) / 1_000_000) * Math.log(ranks + 1)))) - 1);
  for (const role of roles) batch.role_users.push(givingRow(laying, role, no, createdAt));
  return roles.size;
}

function givingRow(laying: Laying, role: number, no: number, since: number): Row {
  const { chance, now, base } = laying;
  laying.givings += 1;
  const until_at = chance.often(0.05) ? (chance.often(0.3) ? now - chance.below(300) * day - 1 : now + (1 + chance.below(400)) * day) : 0;
  const from_at = chance.often(0.01) && until_at === 0 ? now + (1 + chance.below(60)) * day : 0;
  return {
    no: base.givings + laying.givings,
    role_no: base.roles + 1 + role,
    user_no: no,
    from_at,
    until_at,
    scope: '',
    given_by: byDemo,
    given_at: Math.min(now, since + chance.below(day)),
  };
}

/** Roles of one to fifty holders, given to whoever comes; the caller counts them up. */
export function laySmallRoles(laying: Laying, users: number): readonly Row[] {
  const { chance, now, base, sizes } = laying;
  const rows: Row[] = [];
  for (let role = Math.floor(sizes.roles * 0.6); role < sizes.roles; role += 1) {
    const holders = new Set(Array.from({ length: 1 + chance.below(Math.min(50, users)) }, () => base.users + 1 + chance.below(users)));
    for (const no of holders) rows.push(givingRow(laying, role, no, now - day));
  }
  return rows;
}

/** His department where it has a group, and now and then another one. */
function layGroups({ chance, base, sizes }: Laying, batch: Batch, no: number, { organisation, attributes, createdAt }: Person): void {
  const count = organisationsIn(sizes.groups);
  const mine = organisations.indexOf(organisation) % count;
  const names: readonly (string | undefined)[] = departments;
  const department = names.indexOf(attributes.department);
  const own = 1 + mine + (department + 1) * count;
  const groups = new Set<number>([own < sizes.groups ? own : 1 + mine]);
  for (let more = chance.skewed(4, 1.5); more > 0; more -= 1) groups.add(1 + chance.skewed(sizes.groups - 1, 2));
  for (const group of groups) batch.group_members.push({ group_no: base.groups + 1 + group, user_no: no, added_at: createdAt, added_by: byDemo });
}
