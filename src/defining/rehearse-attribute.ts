// What a change of a definition, or its deletion, would break: shown before anything is done.
import { action, type Call } from '#action.ts';
import { rehearseAttribute as operation } from '#attributes/contract.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { changedBy, definitionIn, refuseBuiltIn } from './found.ts';
import { outcomeOf, tryOnAll } from './rehearse.ts';

const listing = '/permission/admin/manage/identity/usermgt/list';

export const rehearseAttribute = action(operation, async (call, { id, delete: deleting = false, ...given }) => {
  needsWhole(call);
  const before = definitionIn(call.world.authorizer.model.attributes, id);
  if (deleting) refuseBuiltIn(before);
  const rehearsed = await tryOnAll(call.world.db.read, { before, after: deleting ? null : changedBy(before, given) });
  const breaks = rehearsed.breaks.map((one) => ({ ...one, says: call.speak(one.says), first: mayName(call) ? [...one.first] : [] }));
  return { looked: rehearsed.looked, breaks, outcome: outcomeOf(rehearsed) };
});

const mayName = (call: Call): boolean => call.reachAt(listing) === null;
