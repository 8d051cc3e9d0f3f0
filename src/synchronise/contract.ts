// What the outside may ask when a store gives its entries new ids: which row is which entry from now on, for all at once by a plan, or for one by hand.
// Imported by the browser; imports nothing of the house but contracts. Knows no rule.
import { Type } from 'typebox';
import { closed, Id, oneOf, operation, text, Version } from '#contract.ts';
import { marks, Plan, PlanRow } from '#jobs/contract.ts';
import { at } from '#stores/list-contract.ts';

const needs = `${at}/update` as const;

export const rehearseRelink = operation({
  name: 'stores.rehearse-relink',
  method: 'POST',
  path: '/stores/{id}/rehearse-relink',
  summary:
    'A store was rebuilt with new ids: match its users (by name or mail) and groups (by name) with its new entries, and say who is whom. A plan that can be carried out for an hour.',
  needs,
  input: closed({ id: Id, by: oneOf(marks), reason: Type.Optional(text(200)) }),
  output: closed({ ...Plan.properties, items: Type.Array(PlanRow) }),
  refusals: ['permission.denied', 'store.missing', 'store.primary', 'store.disabled', 'store.no-ids', 'store.slow', 'store.fault'],
});

/** The id that the store gives its entry: entryUUID, objectGUID, a key. */
const entry = Type.String({ minLength: 1, maxLength: 255, description: 'the id that the store gives the entry: entryUUID, objectGUID, a key' });

const linking = (kind: 'user' | 'group', summary: string) =>
  operation({
    name: `${kind}s.relink`,
    method: 'POST',
    path: `/${kind}s/{id}/relink`,
    summary,
    needs,
    dangerous: true,
    target: { kind, field: 'id', acts: true },
    input: closed({ id: Id, version: Type.Optional(Version), entry }),
    output: closed({ id: Id, version: Version, entry: Type.String() }),
    refusals: [`${kind}.missing`, 'store.no-ids', 'store.entry-taken', 'version.stale'],
  });
export const relinkUser = linking(
  'user',
  'Say which entry of his store a user is. What the store has under that id becomes his with its next reading; he keeps his roles.',
);
export const relinkGroup = linking(
  'group',
  'Say which entry of its store a group is. What the store has under that id becomes its own with its next reading; it keeps its roles.',
);

export const relinkOperations = [rehearseRelink, relinkUser, relinkGroup] as const;
