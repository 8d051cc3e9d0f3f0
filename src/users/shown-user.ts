// A user's row in the shape of the contract, secrets left out: for answers and for the journal's images.
// Called by the actions of this room. Pure.
import { type Facts, stateOf } from '#gate/gate.ts';
import type { Attributes } from './attributes.ts';
import type { Kind, User } from './contract.ts';
import type { UserRecord } from './queries.ts';

/** Of a row, what is shown: all but what only the database reads. */
export type ShownRow = Omit<UserRecord, 'no' | 'held' | 'signed_in' | 'facts'>;

/** What the gate judges. */
export const factsOf = (row: ShownRow): Facts => ({
  disabledAt: row.disabled_at,
  lockedAt: row.locked_at,
  lockedUntil: row.locked_until,
  pending: row.pending,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  deletedAt: row.deleted_at,
  revocationEpoch: row.revocation_epoch,
  stateReason: row.state_reason,
  storeSays: row.store_enabled === 1 ? '' : 'disabled',
});

/** Written by us alone, through the contract's schema. */
export const attributesOf = (row: Pick<UserRecord, 'attributes'>): Attributes => JSON.parse(row.attributes) as Attributes;

export const qualifiedName = ({ domain, user_name }: Pick<UserRecord, 'domain' | 'user_name'>): string => `${domain}/${user_name}`;

export function shownUser(row: ShownRow, now: number): User {
  return {
    id: row.id,
    version: row.version,
    // Checked against the contract when it was written.
    kind: row.kind as Kind,
    domain: row.domain,
    userName: row.user_name,
    givenName: row.given_name,
    familyName: row.family_name,
    shownName: row.shown_name,
    mail: row.mail,
    phone: row.phone,
    organisation: row.organisation,
    country: row.country,
    language: row.language,
    timeZone: row.time_zone,
    attributes: attributesOf(row),
    owner: row.owner_id ?? '',
    state: stateOf(factsOf(row), now),
    stateReason: row.state_reason,
    lockedAt: row.locked_at,
    disabledAt: row.disabled_at,
    lockedUntil: row.locked_until,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    createdAt: row.created_at,
    changedAt: row.changed_at,
    deletedAt: row.deleted_at,
    lastSignInAt: row.last_sign_in_at ?? 0,
    mustChangePassword: row.must_change === 1,
    passwordChangedAt: row.password_changed_at ?? 0,
  };
}
