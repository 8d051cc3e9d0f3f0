// A judged password, as it is told to whoever types it.
// Called by the actions that judge while somebody types. Keeps nothing of it, and judges by nothing but policy.ts.
import type { Sentence } from '#sentences/sentence.ts';
import { say } from '#sentences/sentence.ts';
import { judgePassword, type PasswordOwner, strengthNames } from './policy.ts';
import type { Rule } from './rule.ts';
import type { Judgement } from './rule-contract.ts';

type Typed = { readonly password: string; readonly owner: PasswordOwner; readonly rule: Rule };

export function judgementOf({ password, owner, rule }: Typed, speak: (sentence: Sentence) => string): Judgement {
  const { lines, score } = judgePassword(password, owner, rule);
  return {
    lines: lines.map(({ says, state, faults }) => ({ says: speak(says), state, faults: faults.map(speak) })),
    strength: score ?? -1,
    strengthSays: score === null ? '' : speak(say(strengthNames[score])),
  };
}
