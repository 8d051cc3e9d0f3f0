// may and why, for every door. Called by applications all day: no SQL once the user is known here.
import { action, type Glance, quickAction } from '#action.ts';
import { languageOfActor } from '#actor.ts';
import type { OutputOf } from '#contract.ts';
import { inWords } from '#languages/in-words.ts';
import { may as mayOperation, why as whyOperation } from '#permissions/contract.ts';
import { allows, stopped } from '#permissions/decide.ts';
import { explain, nearestMissing } from '#permissions/explain.ts';
import type { Language } from '#sentences/language.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { type Question, questionAtOnce, questionOf } from './question.ts';

export const may = quickAction(
  mayOperation,
  async (call, input) => answer(call, await questionOf(call, input)),
  (call, input) => {
    const question = questionAtOnce(call, input);
    return question && answer(call, question);
  },
);

type May = OutputOf<typeof mayOperation>;
const unknown = say('missing.unknown');
const yes: May = Object.freeze({ allowed: true });

function answer({ world: { authorizer }, actor, speak }: Pick<Glance, 'world' | 'actor' | 'speak'>, question: Question): May {
  const shut = stopped(question.subject, question.now);
  if (shut) return { allowed: false, reason: speak(shut.sentence) };
  const roles = authorizer.inForce(question.subject, question.now);
  if (allows(roles, question.node, question.on)) return yes;
  const says = nearestMissing(authorizer.model, question, roles)?.says ?? unknown;
  return roles.plain ? keptNo(languageOfActor(actor), says) : { allowed: false, reason: speak(says) };
}

const noes: Readonly<Record<Language, WeakMap<Sentence, May>>> = { en: new WeakMap(), de: new WeakMap() };

/** For a sentence that the model keeps: it is put into words once, and the same answer is the same object. */
function keptNo(language: Language, says: Sentence): May {
  const known = noes[language].get(says);
  if (known) return known;
  const no = Object.freeze({ allowed: false, reason: inWords(language, says) });
  noes[language].set(says, no);
  return no;
}

export const why = action(whyOperation, async (call, input) => {
  const { allowed, paths, missing } = explain(call.world.authorizer.model, await questionOf(call, input));
  return { allowed, paths: [...paths], missing: missing.map((one) => ({ ...one, says: call.speak(one.says) })) };
});
