// may and why, for every door. Called by applications all day: no SQL once the user is known here.
import { action } from '#action.ts';
import { may as mayOperation, why as whyOperation } from '#permissions/contract.ts';
import { allows, stopped } from '#permissions/decide.ts';
import { explain, nearestMissing } from '#permissions/explain.ts';
import { questionOf } from './question.ts';

export const may = action(mayOperation, async (call, input) => {
  const question = await questionOf(call, input);
  const shut = stopped(question.subject, question.now);
  if (shut) return { allowed: false, reason: shut.message };
  if (allows(call.world.authorizer.inForce(question.subject, question.now), question.node, question.on)) return { allowed: true };
  return { allowed: false, reason: nearestMissing(call.world.authorizer.model, question)?.says ?? 'Not allowed.' };
});

export const why = action(whyOperation, async (call, input) => {
  const { allowed, paths, missing } = explain(call.world.authorizer.model, await questionOf(call, input));
  return { allowed, paths: [...paths], missing: [...missing] };
});
