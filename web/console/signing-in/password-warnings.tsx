// When those are warned whose password ends, as a part of the form of the rules. For whom an age holds, the rules say.
import { Checkbox, NumberInput } from '@mantine/core';
import { type PasswordRules, passwordRules } from '#passwords/rule-contract.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { passwordRules as say } from '../../shared/strings/password-rules.ts';
import classes from '../console.module.css';

const { maximum: warnDaysMax = 0 } = passwordRules.fields.properties.warnDays as { readonly maximum?: number };
export const isWarnDays = (days: number) => Number.isInteger(days) && days >= 0 && days <= warnDaysMax;

export function PasswordWarnings({ rules, set }: { readonly rules: PasswordRules; readonly set: Fields<PasswordRules>['set'] }) {
  return (
    <fieldset className={classes.ruleSet}>
      <legend>{say.warnings}</legend>
      <div className={classes.ruleFields}>
        <NumberInput
          label={say.warnDays}
          description={say.warnDaysSays}
          allowDecimal={false}
          min={0}
          max={warnDaysMax}
          value={rules.warnDays}
          error={isWarnDays(rules.warnDays) ? '' : say.whole(0, warnDaysMax)}
          onChange={(typed) => set('warnDays', typed === '' ? Number.NaN : Number(typed))}
        />
      </div>
      <Checkbox
        label={say.warnByMail}
        description={say.warnByMailSays}
        checked={rules.warnByMail}
        disabled={rules.warnDays === 0}
        onChange={(event) => set('warnByMail', event.currentTarget.checked)}
      />
    </fieldset>
  );
}
