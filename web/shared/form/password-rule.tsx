// The rule for passwords, shown before anybody types; then line by line what is met and what fails, in the server's own words.
import { IconCheck, IconCircle, IconX } from '@tabler/icons-react';
import { passwordRule } from '#authentication/contract.ts';
import type { Judgement } from '#passwords/rule-contract.ts';
import { useAsk } from '../call/ask.ts';
import { password as say } from '../strings/form.ts';
import classes from './form.module.css';
import type { Judged } from './judgement.ts';

const ruleStaleMs = 10 * 60_000;

/** What fails first of what stands in the field; '' = nothing that is known yet. */
export const passwordFault = ({ judgement, isNow }: Judged): string => (isNow ? judgement?.lines.flatMap(({ faults }) => faults)[0] : undefined) ?? '';

type Line = Judgement['lines'][number];
const iconOf = { met: IconCheck, failed: IconX, open: IconCircle } as const;

/** Before an answer: everybody's rule, open. */
function useLines(judgement: Judgement | undefined, typed: string): readonly Line[] {
  const rule = useAsk(passwordRule, {}, { staleMs: ruleStaleMs }).data;
  const lines = judgement?.lines ?? (rule?.says ?? []).map((says): Line => ({ says, state: 'open', faults: [] }));
  return typed === '' ? lines.map((line): Line => ({ ...line, state: 'open', faults: [] })) : lines;
}

/** `left` = he has left the field: what fails is a fault now, and not only what is still to come. */
export function PasswordRule({ typed, judged: { judgement }, left }: { readonly typed: string; readonly judged: Judged; readonly left: boolean }) {
  const lines = useLines(judgement, typed);
  if (lines.length === 0) return null;
  return (
    <div>
      <ul className={classes.rule} aria-label={say.rule}>
        {lines.map(({ says, state, faults }) => {
          const Icon = iconOf[state];
          return (
            <li key={says} data-state={state} data-left={left || undefined}>
              <Icon size={12} aria-hidden />
              <span>
                {says}
                {faults.map((fault) => (
                  <strong key={fault}> {fault}</strong>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
      <div className={classes.strength}>{typed !== '' && judgement && judgement.strength >= 0 && <Strength judgement={judgement} />}</div>
    </div>
  );
}

const strengthMax = 4;
/** Of nothing a little is seen. */
const strengthSeen = 0.4;

const Strength = ({ judgement: { strength, strengthSays } }: { readonly judgement: Judgement }) => (
  <>
    <meter min={0} max={strengthMax} low={1.5} high={2.5} optimum={strengthMax} value={Math.max(strength, strengthSeen)} aria-label={say.strength} />
    <span role="status">{say.strengthIs(strengthSays)}</span>
  </>
);
