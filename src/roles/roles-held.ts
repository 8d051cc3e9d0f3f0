// The roles of one user, direct and through groups, each with where it comes from. Called by users/ for its screens and by the journal's readers.
// `everyone` is left out: all hold it, and nobody was given it.
import type { OutputOf } from '#contract.ts';
import type { Db, Tx } from '#db/tables.ts';
import { counts, heldBy } from '#permissions/decide.ts';
import type { Grant, Model } from '#permissions/model.ts';
import type { rolesOfUser } from '#users/contract.ts';
import { type GivenRow, givenTo, groupsOfUser } from './queries.ts';
import { scopeOf } from './role.ts';

export type HeldRole = OutputOf<typeof rolesOfUser>['items'][number];

export async function rolesHeldBy(db: Db | Tx, model: Model, userNo: number, now: number): Promise<HeldRole[]> {
  const grants = (await givenTo(db, { kind: 'user', no: userNo })).map(grantOf);
  const groups = await groupsOfUser(db, userNo);
  return heldBy(model, { grants, groups }).flatMap(({ role, grant, through }) =>
    grant ? [{ role: { id: role.id, name: role.name }, through: through.flatMap((no) => named(model, no)), ...whenOf(grant, now) }] : [],
  );
}

const named = ({ groups }: Model, no: number) => {
  const group = groups.get(no);
  return group ? [{ id: group.id, name: group.name }] : [];
};

/** Dates, scope and giver of a grant, in the contract's shape. */
export const whenOf = (grant: Grant, now: number) => ({
  from: grant.from,
  until: grant.until,
  scope: grant.scope as HeldRole['scope'],
  givenBy: grant.givenBy,
  givenAt: grant.givenAt,
  inForce: counts(grant, now),
});

export const grantOf = (row: GivenRow): Grant => ({
  no: row.no,
  roleNo: row.role_no,
  from: row.from_at,
  until: row.until_at,
  scope: scopeOf(row.scope),
  givenBy: row.given_by,
  givenAt: row.given_at,
});
