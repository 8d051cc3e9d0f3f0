// Changes a definition: tried on the values there are first, then done as one change. What does not fit stays as it is until somebody changes it: nothing is lost.
// Only what two users share stands in the way for good, because the index that keeps values unique cannot hold both.

import { action, type Doing } from '#action.ts';
import { editAttribute as operation } from '#attributes/contract.ts';
import { type Definition, shownAttribute, titleOf } from '#attributes/definition.ts';
import { claimMany, letAllGo, updateDefinition } from '#attributes/queries.ts';
import { uniqueKeyOf } from '#attributes/values.ts';
import { Refusal } from '#errors.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { changedBy, definitionIn, seenVersion } from './found.ts';
import { outcomeOf, tryOnAll, valuesOf } from './rehearse.ts';
import { inWindows } from './windows.ts';

export const editAttribute = action(operation, async (call, { id, version, keep = false, ...given }) => {
  needsWhole(call);
  const seen = definitionIn(call.world.authorizer.model.attributes, id);
  seenVersion(seen, version);
  const rehearsed = await tryOnAll(call.world.db.read, { before: seen, after: changedBy(seen, given) });
  const outcome = outcomeOf(rehearsed);
  if (outcome === 'refused' || (outcome === 'asks' && !keep)) {
    const says = rehearsed.breaks.map((one) => one.says);
    throw new Refusal('attribute.breaks', { says: outcome === 'refused' ? says : [...says, say('breaks.keep')] });
  }
  return call.change(async (doing) => {
    const before = definitionIn(doing.model.attributes, id);
    // What was tried is what is done: somebody else's change in between would have to be tried too.
    seenVersion(before, seen.version);
    const after = changedBy(before, given);
    await keepClaims(doing, before, after);
    const shown = shownAttribute(await updateDefinition(doing.tx, before, after, doing.now));
    doing.record({ kind: 'attribute', id, name: before.name, before: shownAttribute(before), after: shown });
    doing.touchModel();
    return shown;
  });
});

async function keepClaims({ tx }: Doing, before: Definition, after: Definition): Promise<void> {
  const isSame = before.unique === after.unique && (before.type === after.type || !after.unique);
  if (isSame) return;
  await letAllGo(tx, before.no);
  if (!after.unique) return;
  await inWindows(tx, async (users) => {
    const claims = users.flatMap((user) => valuesOf(after, user).map((value) => ({ attributeNo: after.no, userNo: user.no, key: uniqueKeyOf(after, value) })));
    if ((await claimMany(tx, claims)) < claims.length) throw new Refusal('attribute.breaks', { says: say('breaks.same', { title: titleOf(after) }) });
  });
}
