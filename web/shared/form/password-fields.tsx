// A password for somebody: typed twice, generated, chosen by himself after an invitation, or – for devices and programs – none. The rule stands there before anybody types.
import { PasswordInput, SegmentedControl } from '@mantine/core';
import { password as say } from '../strings/form.ts';
import { mail } from '../strings/mail.ts';
import classes from './form.module.css';
import { PasswordRule, passwordFault, usePasswordRule } from './password-rule.tsx';

export type PasswordHow = 'typed' | 'generated' | 'none' | 'invited';
export type PasswordChoice = { readonly how: PasswordHow; readonly password: string; readonly repeat: string };

const saysOf = { typed: say.typed, generated: say.generated, none: say.none, invited: mail.invitation.way } as const;
const isHow = (value: string): value is PasswordHow => value in saysOf;

/** What is wrong with the choice as it stands; empty texts mean nothing. */
export function usePasswordFaults(choice: PasswordChoice): { readonly password: string; readonly repeat: string; readonly ready: boolean } {
  const rule = usePasswordRule();
  if (choice.how !== 'typed') return { password: '', repeat: '', ready: true };
  const password = passwordFault(rule, choice.password);
  const repeat = choice.repeat !== '' && choice.repeat !== choice.password ? say.differ : '';
  return { password, repeat, ready: choice.password !== '' && password === '' && choice.repeat === choice.password };
}

type FieldsProps = {
  readonly choice: PasswordChoice;
  readonly onChange: (choice: PasswordChoice) => void;
  readonly ways: readonly PasswordHow[];
  readonly left: ReadonlySet<string>;
  readonly onLeave: (field: string) => void;
  readonly refused?: string | undefined;
};

export function PasswordFields({ choice, onChange, ways, left, onLeave, refused }: FieldsProps) {
  const faults = usePasswordFaults(choice);
  return (
    <div className={classes.form}>
      <SegmentedControl
        size="xs"
        aria-label={say.how}
        value={choice.how}
        onChange={(how) => isHow(how) && onChange({ ...choice, how })}
        data={ways.map((how) => ({ value: how, label: saysOf[how] }))}
      />
      {choice.how === 'generated' && <p className={classes.fixed}>{say.generatedSays}</p>}
      {choice.how === 'invited' && <p className={classes.fixed}>{mail.invitation.says}</p>}
      {choice.how === 'none' && (
        <p className={classes.fixed}>
          {say.noneSays} {say.noSecret}
        </p>
      )}
      {choice.how === 'typed' && (
        <>
          <PasswordRule typed={choice.password} />
          <div className={classes.pair}>
            <PasswordInput
              label={say.label}
              autoComplete="new-password"
              value={choice.password}
              onChange={(event) => onChange({ ...choice, password: event.currentTarget.value })}
              onBlur={() => onLeave('password')}
              error={refused || (left.has('password') && faults.password)}
            />
            <PasswordInput
              label={say.repeat}
              autoComplete="new-password"
              value={choice.repeat}
              onChange={(event) => onChange({ ...choice, repeat: event.currentTarget.value })}
              onBlur={() => onLeave('repeat')}
              error={left.has('repeat') && faults.repeat}
            />
          </div>
        </>
      )}
    </div>
  );
}
