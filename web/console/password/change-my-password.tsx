// Users and Roles › List › Change My Password: current, new, repeat; the rule stands there before anybody types.
import { PasswordInput } from '@mantine/core';
import { useRef, useState } from 'react';
import { changeMyPassword, judgeMyPassword } from '#authentication/contract.ts';
import { useChange, useMe } from '../../shared/call/ask.ts';
import { Problem, sentenceOf } from '../../shared/call/problem.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { useFaultFocus } from '../../shared/form/fault-focus.ts';
import { useFields } from '../../shared/form/fields.ts';
import { useJudgement } from '../../shared/form/judgement.ts';
import { PasswordRule, passwordFault } from '../../shared/form/password-rule.tsx';
import { Page } from '../../shared/frame/page.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { nav, myPassword as say } from '../../shared/strings/access.ts';
import { form, password as passwordSay } from '../../shared/strings/form.ts';
import { users } from '../../shared/strings/users.ts';
import classes from '../console.module.css';

type Typed = { readonly current: string; readonly password: string; readonly repeat: string };
const blank: Typed = { current: '', password: '', repeat: '' };

export function ChangeMyPasswordScreen() {
  const crumbs = [{ says: nav.usersAndRoles }, { says: nav.list }];
  const { user } = useMe();
  const change = useChange(changeMyPassword);
  const [trouble, setTrouble] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const judge = ({ current, password, repeat }: Typed) => ({
    ...(current === '' ? { current: form.needed } : {}),
    ...(password === '' ? { password: form.needed } : {}),
    ...(repeat !== password ? { repeat: passwordSay.differ } : {}),
  });
  const fields = useFields<Typed>(blank, judge);
  const judged = useJudgement(judgeMyPassword, { password: fields.values.password });
  const isLeft = fields.hasLeft('password');
  const fault = fields.faultOf('password') ?? (isLeft && fields.values.password !== '' ? passwordFault(judged) : '');
  const { around, seek } = useFaultFocus<HTMLFormElement>();
  useUnsaved(fields.typed);
  const refuse = (thrown: unknown) => {
    if (thrown instanceof Problem && thrown.code === 'password.wrong') first.current?.focus();
    else seek();
    fields.refuse(thrown, (left) => setTrouble(sentenceOf(left)));
  };
  const save = () => {
    if (!fields.valid || passwordFault(judged) !== '') {
      seek();
      return fields.leaveAll();
    }
    setTrouble('');
    const { current, password } = fields.values;
    return change.mutate(
      { current, password },
      {
        onSuccess: ({ ended }) => {
          fields.begin(blank);
          told(say.done(users.ended(ended.sessions, ended.tokens)));
        },
        onError: refuse,
      },
    );
  };
  if (user.passwordKeptIn !== '')
    return (
      <Page title={say.title} crumbs={crumbs}>
        <Banner>{say.elsewhere(user.passwordKeptIn)}</Banner>
      </Page>
    );
  return (
    <Page title={say.title} crumbs={crumbs}>
      <form
        ref={around}
        className={classes.narrow}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p>{say.says}</p>
        <input type="text" name="username" autoComplete="username" value={user.userName} readOnly hidden />
        <PasswordInput ref={first} label={say.current} withAsterisk autoComplete="current-password" {...fields.text('current')} />
        <PasswordRule typed={fields.values.password} judged={judged} left={isLeft} />
        <PasswordInput label={say.fresh} withAsterisk autoComplete="new-password" {...fields.text('password')} error={fault} />
        <PasswordInput label={say.repeat} withAsterisk autoComplete="new-password" {...fields.text('repeat')} />
        {trouble && <Banner tone="bad">{trouble}</Banner>}
        <div>
          <DoButton type="submit" needs={changeMyPassword.needs} loading={change.isPending}>
            {say.verb}
          </DoButton>
        </div>
      </form>
    </Page>
  );
}
