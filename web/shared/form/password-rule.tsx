// The rule for passwords, shown before anybody types, with the lengths ticked off as they are met.
import { IconCheck, IconCircle } from '@tabler/icons-react';
import { passwordRule } from '#authentication/contract.ts';
import { useAsk } from '../call/ask.ts';
import { password as say } from '../strings/form.ts';
import classes from './form.module.css';

const ruleStaleMs = 10 * 60_000;

export const usePasswordRule = () => useAsk(passwordRule, {}, { staleMs: ruleStaleMs }).data;

type Rule = { readonly lengthMin: number; readonly lengthMax: number; readonly says: readonly string[] };

/** Only what can be seen here: the server also refuses common passwords, and says so. */
export function passwordFault(rule: Rule | undefined, typed: string): string {
  if (typed === '') return '';
  const length = [...typed].length;
  if (!rule) return '';
  if (length < rule.lengthMin) return say.shortBy(rule.lengthMin - length);
  return length > rule.lengthMax ? say.tooLong(rule.lengthMax) : '';
}

export function PasswordRule({ typed }: { readonly typed: string }) {
  const rule = usePasswordRule();
  if (!rule) return null;
  const met = typed !== '' && passwordFault(rule, typed) === '';
  const Icon = met ? IconCheck : IconCircle;
  return (
    <ul className={classes.rule} aria-label={say.rule}>
      {rule.says.map((line, index) => (
        <li key={line} data-met={(index === 0 && met) || undefined}>
          {index === 0 ? <Icon size={12} aria-hidden /> : <IconCircle size={12} aria-hidden />}
          {line}
        </li>
      ))}
    </ul>
  );
}
