// One rule for passwords as a form. It does not know for whom it is, nor how it is saved.
import { Button, NumberInput, Select, Textarea } from '@mantine/core';
import { PasswordRule } from '#passwords/rule-contract.ts';
import { passwordRules as say } from '../../shared/strings/password-rules.ts';
import classes from '../console.module.css';

const numbers = ['lengthMin', 'kindsMin', 'historyLength', 'ageHoursMin', 'ageDaysMax'] as const;
type NumberField = (typeof numbers)[number];
const hints: Partial<Record<NumberField, string>> = { lengthMin: say.lengthMinSays, kindsMin: say.kindsMinSays, ageDaysMax: say.ageDaysMaxSays };
const wordMin = 3;

export const mildRule: PasswordRule = { lengthMin: 0, kindsMin: 0, strengthMin: 1, bannedWords: [], historyLength: 0, ageHoursMin: 0, ageDaysMax: 0 };

/** As the contract has them. */
function rangeOf(field: NumberField): { readonly min: number; readonly max: number } {
  const { minimum, maximum } = PasswordRule.properties[field] as { readonly minimum?: number; readonly maximum?: number };
  return { min: minimum ?? 0, max: maximum ?? 0 };
}

function numberFault(field: NumberField, value: number): string {
  const { min, max } = rangeOf(field);
  return Number.isInteger(value) && value >= min && value <= max ? '' : say.whole(min, max);
}
const wordsFault = (words: readonly string[]) => (words.some((word) => word.length < wordMin) ? say.short : '');

/** The first thing that is wrong with it; '' = nothing. */
export const ruleFault = (rule: PasswordRule): string =>
  numbers.map((field) => numberFault(field, rule[field])).find((fault) => fault !== '') ?? wordsFault(rule.bannedWords.filter((word) => word !== ''));

type RuleProps = {
  readonly title: string;
  readonly rule: PasswordRule;
  readonly onChange: (rule: PasswordRule) => void;
  /** Absent: it is always there. */
  readonly onRemove?: () => void;
};

export function PasswordRuleFields({ title, rule, onChange, onRemove }: RuleProps) {
  const strengths = [1, 2, 3, 4].map((value) => ({ value: String(value), label: say.strengths[value] ?? '' }));
  return (
    <fieldset className={classes.ruleSet}>
      <legend>{title}</legend>
      <div className={classes.ruleFields}>
        {numbers.map((field) => (
          <NumberInput
            key={field}
            label={say[field]}
            description={hints[field]}
            allowDecimal={false}
            {...rangeOf(field)}
            value={rule[field]}
            error={numberFault(field, rule[field])}
            onChange={(typed) => onChange({ ...rule, [field]: typed === '' ? Number.NaN : Number(typed) })}
          />
        ))}
        <Select
          label={say.strengthMin}
          data={strengths}
          allowDeselect={false}
          value={String(rule.strengthMin)}
          onChange={(value) => onChange({ ...rule, strengthMin: Number(value ?? 1) })}
        />
      </div>
      <Textarea
        label={say.bannedWords}
        description={say.bannedWordsSays}
        autosize
        minRows={2}
        value={rule.bannedWords.join('\n')}
        error={wordsFault(rule.bannedWords.filter((word) => word !== ''))}
        onChange={(event) => onChange({ ...rule, bannedWords: event.currentTarget.value === '' ? [] : event.currentTarget.value.split('\n') })}
      />
      {onRemove && (
        <Button variant="subtle" color="gray" size="compact-sm" onClick={onRemove}>
          {say.remove}
        </Button>
      )}
    </fieldset>
  );
}
