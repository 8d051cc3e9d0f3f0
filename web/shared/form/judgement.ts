// What the rule says of a password while it is typed: asked of the server, which judges it the same way when it is given. Nothing of it is kept in the query cache.
import { useEffect, useState } from 'react';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import type { Judgement } from '#passwords/rule-contract.ts';
import { useCall } from '../call/ask.ts';

/** After the last key, so that not every letter is asked about. */
const quietMs = 200;

type Judging = AnyOperation & { readonly output: typeof Judgement };
type Answered = { readonly asked: string; readonly judgement: Judgement };
export type Judged = { readonly judgement: Judgement | undefined /** It is about what stands in the field. */; readonly isNow: boolean };

/** For whom, beside the password. The last answer stays until the next is there. */
export function useJudgement<T extends Judging>(operation: T, { password, ...whose }: InputOf<T> & { readonly password: string }, enabled = true): Judged {
  const call = useCall();
  const [judged, setJudged] = useState<Answered | null>(null);
  const asked = JSON.stringify({ ...whose, password });
  useEffect(() => {
    if (!enabled) return;
    const over = new AbortController();
    const soon = setTimeout(() => {
      // Without an answer the rule stands there unjudged, and the server says on saving what fails.
      call(operation, JSON.parse(asked), over.signal, true).then(
        (judgement: OutputOf<T>) => setJudged({ asked, judgement }),
        () => {},
      );
    }, quietMs);
    return () => {
      clearTimeout(soon);
      over.abort();
    };
  }, [call, operation, asked, enabled]);
  return { judgement: judged?.judgement, isNow: judged?.asked === asked };
}
