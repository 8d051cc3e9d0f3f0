// A password for somebody: typed twice, generated, chosen by himself after an invitation, or – for devices and programs – none. The rule stands there before anybody types.
import { PasswordInput, SegmentedControl } from '@mantine/core';
import { password as say } from '../strings/form.ts';
import { mail } from '../strings/mail.ts';
import { afterPress } from './after-press.ts';
import classes from './form.module.css';
import type { Judged } from './judgement.ts';
import { PasswordRule, passwordFault } from './password-rule.tsx';

export type PasswordHow = 'typed' | 'generated' | 'none' | 'invited';
export type PasswordChoice = { readonly how: PasswordHow; readonly password: string; readonly repeat: string };

const saysOf = { typed: say.typed, generated: say.generated, none: say.none, invited: mail.invitation.way } as const;
const isHow = (value: string): value is PasswordHow => value in saysOf;

/** What is wrong with the choice as it stands, as far as it is known; empty texts mean nothing. What the server has not judged yet, it judges on saving. */
export function passwordFaults(
  { how, password, repeat }: PasswordChoice,
  judged: Judged,
): { readonly password: string; readonly repeat: string; readonly ready: boolean } {
  if (how !== 'typed') return { password: '', repeat: '', ready: true };
  const fault = password === '' ? '' : passwordFault(judged);
  return { password: fault, repeat: repeat !== '' && repeat !== password ? say.differ : '', ready: password !== '' && fault === '' && repeat === password };
}

type FieldsProps = {
  readonly choice: PasswordChoice;
  readonly judged: Judged;
  readonly onChange: (choice: PasswordChoice) => void;
  readonly ways: readonly PasswordHow[];
  readonly left: ReadonlySet<string>;
  readonly onLeave: (field: string) => void;
  readonly refused?: string | undefined;
};

export function PasswordFields({ choice, judged, onChange, ways, left, onLeave, refused }: FieldsProps) {
  const faults = passwordFaults(choice, judged);
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
          <PasswordRule typed={choice.password} judged={judged} left={left.has('password')} />
          <div className={classes.pair}>
            <PasswordInput
              label={say.label}
              autoComplete="new-password"
              value={choice.password}
              onChange={(event) => onChange({ ...choice, password: event.currentTarget.value })}
              onBlur={() => afterPress(() => onLeave('password'))}
              error={refused || (left.has('password') && faults.password)}
            />
            <PasswordInput
              label={say.repeat}
              autoComplete="new-password"
              value={choice.repeat}
              onChange={(event) => onChange({ ...choice, repeat: event.currentTarget.value })}
              onBlur={() => afterPress(() => onLeave('repeat'))}
              error={left.has('repeat') && faults.repeat}
            />
          </div>
        </>
      )}
    </div>
  );
}
