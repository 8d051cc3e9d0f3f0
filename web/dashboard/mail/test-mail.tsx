// A test mail, sent at once: what the server answered, or why not.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { testMail } from '#mail/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import formClasses from '../../shared/form/form.module.css';
import { Banner } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { mail } from '../../shared/strings/mail.ts';
import classes from './mail.module.css';

const say = mail.server;

export function TestMail() {
  const [to, setTo] = useState('');
  const test = useChange(testMail);
  return (
    <form
      className={formClasses.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        test.mutate({ to: to.trim() });
      }}
    >
      <div className={classes.test}>
        <TextInput label={say.testTo} type="email" value={to} onChange={(event) => setTo(event.currentTarget.value)} />
        <DoButton type="submit" variant="default" needs={testMail.needs} loading={test.isPending}>
          {say.test}
        </DoButton>
      </div>
      {test.data && <Banner tone="good">{say.tested(test.data.says, test.data.milliseconds)}</Banner>}
      {test.error && <Banner tone="bad">{sentenceOf(test.error)}</Banner>}
    </form>
  );
}
