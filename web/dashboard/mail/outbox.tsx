// What waits to be sent, and what became of the rest, in the mail server's words. Never what a mail says.
import { Button, SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconClock, IconMailX } from '@tabler/icons-react';
import { useState } from 'react';
import { listMails, type Mail, mailStates, retryMail } from '#mail/contract.ts';
import { useChange, usePages } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { mail } from '../../shared/strings/mail.ts';
import classes from './mail.module.css';

const say = mail.outbox;
const icons = { queued: IconClock, sent: IconCircleCheck, failed: IconAlertTriangle, returned: IconMailX } as const;
const shownAtOnce = 20;

export function Outbox() {
  const [chosen, setChosen] = useState('all');
  const state = mailStates.find((each) => each === chosen);
  const { rows, asked, more, goOn } = usePages(listMails, { limit: shownAtOnce, ...(state ? { state } : {}) });
  const choose = (
    <SegmentedControl
      size="xs"
      aria-label={say.show}
      value={chosen}
      onChange={setChosen}
      data={[{ value: 'all', label: say.all }, ...mailStates.map((value) => ({ value, label: say.states[value] }))]}
    />
  );
  return (
    <Section title={say.title} action={choose}>
      {!asked.data && (asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />)}
      {asked.data && rows.length === 0 && <p className={classes.none}>{say.empty}</p>}
      <ul className={classes.list} aria-label={say.title}>
        {rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      {more && (
        <Button variant="default" size="compact-sm" onClick={goOn}>
          {say.more}
        </Button>
      )}
    </Section>
  );
}

function Row({ row }: { readonly row: Mail }) {
  const retry = useChange(retryMail);
  const Icon = icons[row.state];
  const again = () => retry.mutate({ id: row.id }, { onSuccess: () => told(say.retried), onError: toldTrouble });
  return (
    <li className={classes.item}>
      <span className={classes.state} data-state={row.state}>
        <Icon size={16} stroke={1.7} aria-hidden />
        {say.states[row.state]}
      </span>
      <span className={classes.what}>
        <span>
          {mail.kinds[row.kind]} · {row.user ? <a href={`/carbon/users/${row.user.id}`}>{row.to}</a> : row.to}
        </span>
        <span className={classes.second}>
          {row.tries > 1 ? `${say.tries(row.tries)} · ` : ''}
          {row.says}
        </span>
      </span>
      {row.mayRetry && row.state !== 'sent' && row.tries > 0 && (
        <DoButton size="compact-xs" variant="default" needs={retryMail.needs} loading={retry.isPending} onClick={again}>
          {say.retry}
        </DoButton>
      )}
      <Dim>
        <When at={row.finishedAt || row.createdAt} />
      </Dim>
    </li>
  );
}
