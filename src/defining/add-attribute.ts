// Defines an attribute that nobody has a value of yet, so nothing can break: whoever is added next is asked for it.

import { action } from '#action.ts';
import { addAttribute as operation } from '#attributes/contract.ts';
import { checkDefinition, ruleless, shownAttribute } from '#attributes/definition.ts';
import { insertDefinition } from '#attributes/queries.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { User } from '#users/contract.ts';

const definitionsMax = 1_000;

export const addAttribute = action(operation, async (call, { name, type = 'text', ...given }) => {
  needsWhole(call);
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const rules = { ...ruleless, ...(said as Partial<typeof ruleless>), choices: (given.choices ?? []).map((choice) => choice.normalize('NFC').trim()) };
  checkDefinition({ ...rules, type, builtIn: false });
  return call.change(async ({ tx, model, now, record, touchModel }) => {
    if (model.attributes.has(name) || Object.hasOwn(User.properties, name))
      throw new Refusal('attribute.name-taken', { name }, [{ field: 'name', says: say('definition.name-taken', { name }) }]);
    if (model.attributes.size >= definitionsMax) throw new Refusal('limit.reached', { max: definitionsMax, what: say('limit.attributes') });
    const made = shownAttribute(await insertDefinition(tx, { ...rules, id: call.world.newId(), name, type }, now));
    record({ kind: 'attribute', id: made.id, name, before: null, after: made });
    touchModel();
    return made;
  });
});
