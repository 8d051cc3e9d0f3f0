// What the outside may ask about changing many users at once.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule.
import { type Static, Type } from 'typebox';
import { closed, Id, operation } from '#contract.ts';
import { Act, Plan, PlanRow } from '#jobs/contract.ts';
import { listUsers, userFilter } from '#users/contract.ts';

/** Users in one plan. */
export const selectedMax = 10_000;

/** Exactly one of: ids, all that match a filter of the list, or names as they were pasted: `DOMAIN/name`, name or mail, one a line or with commas, semicolons or tabs between. */
export const Selection = closed({
  ids: Type.Optional(Type.Array(Id, { maxItems: selectedMax })),
  filter: Type.Optional(closed(userFilter)),
  names: Type.Optional(Type.String({ maxLength: 900_000 })),
});
export type Selection = Static<typeof Selection>;

export const rehearse = operation({
  name: 'users.rehearse',
  method: 'POST',
  path: '/users/rehearse',
  summary: 'Say exactly what a change of many users would do, and to whom, without doing it: a plan that can be carried out for an hour.',
  needs: listUsers.needs,
  input: closed({ select: Selection, act: Act }),
  output: closed({ ...Plan.properties, items: Type.Array(PlanRow) }),
  refusals: ['selection.empty', 'selection.too-many', 'role.missing', 'scope.invalid', 'permission.denied'],
});

export const bulkOperations = [rehearse] as const;
