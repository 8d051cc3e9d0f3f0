// Deletes a definition that nobody has a value of, and that no right depends on: so nothing is lost.

import { action } from '#action.ts';
import { deleteAttribute as operation } from '#attributes/contract.ts';
import { shownAttribute } from '#attributes/definition.ts';
import { isHeld, isTested, removeDefinition } from '#attributes/queries.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { definitionIn, refuseBuiltIn, seenVersion } from './found.ts';

export const deleteAttribute = action(operation, async (call, { id, version }) => {
  needsWhole(call);
  await call.change(async ({ tx, model, record, touchModel }) => {
    const found = definitionIn(model.attributes, id);
    seenVersion(found, version);
    refuseBuiltIn(found);
    if (await isHeld(tx, found.no))
      throw new Refusal('attribute.breaks', {
        says: say('breaks.held', { name: found.name }),
      });
    if (await isTested(tx, found.name)) throw new Refusal('attribute.breaks', { says: say('breaks.tested', { name: found.name }) });
    await removeDefinition(tx, found.no);
    record({ kind: 'attribute', id, name: found.name, before: shownAttribute(found), after: null });
    touchModel();
  });
  return {};
});
