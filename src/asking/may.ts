// may and why, for every door. Called by applications all day: no SQL once the user is known here.
import { action, type Glance, quickAction } from '#action.ts';
import { languageOfActor } from '#actor.ts';
import type { OutputOf } from '#contract.ts';
import { inWordsOnce } from '#languages/in-words.ts';
import { may as mayOperation, why as whyOperation } from '#permissions/contract.ts';
import { allows, stopped } from '#permissions/decide.ts';
import { explain, nearestMissing } from '#permissions/explain.ts';
import { say } from '#sentences/sentence.ts';
import { type Question, questionAtOnce, questionOf } from './question.ts';

export const may = quickAction(
  mayOperation,
  async (call, input) => answer(call, await questionOf(call, input)),
  (call, input) => {
    const question = questionAtOnce(call, input);
    return question && answer(call, question);
  },
);

const unknown = say('missing.unknown');

function answer({ world: { authorizer }, actor, speak }: Pick<Glance, 'world' | 'actor' | 'speak'>, question: Question): OutputOf<typeof mayOperation> {
  const shut = stopped(question.subject, question.now);
  if (shut) return { allowed: false, reason: speak(shut.sentence) };
  const roles = authorizer.inForce(question.subject, question.now);
  if (allows(roles, question.node, question.on)) return { allowed: true };
  return { allowed: false, reason: inWordsOnce(languageOfActor(actor), nearestMissing(authorizer.model, question, roles)?.says ?? unknown) };
}

export const why = action(whyOperation, async (call, input) => {
  const { allowed, paths, missing } = explain(call.world.authorizer.model, await questionOf(call, input));
  return { allowed, paths: [...paths], missing: missing.map((one) => ({ ...one, says: call.speak(one.says) })) };
});
