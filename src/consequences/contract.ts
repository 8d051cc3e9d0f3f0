// What a change would give to users and take from them, asked before it is made. Changes nothing.
// Imported by the browser; imports nothing of the house but #contract.ts and the shapes of other contracts. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, oneOf, operation } from '#contract.ts';
import { Path } from '#permissions/contract.ts';
import { Entry } from '#roles/contract.ts';

/** Holders looked at one by one; beyond, every number is "at least". */
export const lookedMax = 2_000;

export const Consequence = closed({
  effect: oneOf(['gain', 'lose']),
  /** The uppermost node: all below it goes with it. */
  permission: Path,
  users: Type.Integer(),
  /** Of those, who holds something administrative today. */
  administrators: Type.Integer(),
});
export type Consequence = Static<typeof Consequence>;

export const Consequences = closed({
  /** Who gains or loses anything, whatever he holds by other roles. */
  gaining: Type.Integer(),
  losing: Type.Integer(),
  /** The most concerned first. */
  items: Type.Array(Consequence),
  looked: Type.Integer({ description: 'users looked at' }),
  /** false = there are more than were looked at: every number is "at least". */
  complete: Type.Boolean(),
});
export type Consequences = Static<typeof Consequences>;

export const rehearseRole = operation({
  name: 'roles.rehearse',
  method: 'POST',
  reads: true,
  path: '/roles/{id}/rehearse',
  summary: 'What other permissions of a role would give to its holders and take from them. Changes nothing.',
  needs: '/permission/admin/manage/identity/rolemgt/update',
  target: { kind: 'role', field: 'id' },
  input: closed({ id: Id, entries: Type.Array(Entry, { maxItems: 5000 }) }),
  output: closed({
    /** The uppermost nodes that the role would open, and those it would close. */
    opens: Type.Array(Path),
    closes: Type.Array(Path),
    ...Consequences.properties,
  }),
  refusals: ['permission.missing'],
});

export const consequenceOperations = [rehearseRole] as const;
