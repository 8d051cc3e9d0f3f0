// The last sign-ins and failures. What a stranger typed as a name is never stored, and so never shown.
import { SegmentedControl } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { listEvents } from '#journal/contract.ts';
import { useAsk } from '../shared/call/ask.ts';
import { Section } from '../shared/frame/page.tsx';
import { Failed, Waiting } from '../shared/frame/states.tsx';
import { Dim } from '../shared/show/bits.tsx';
import { Coded } from '../shared/show/coded.tsx';
import { When } from '../shared/show/when.tsx';
import { dashboard as say } from '../shared/strings/dashboard.ts';
import classes from './dashboard.module.css';

const shownMax = 12;
const good = new Set(['signed-in', 'set-up', 'signed-out', 'password-changed']);

export function LastSignIns() {
  const [failures, setFailures] = useState(false);
  const asked = useAsk(listEvents, { limit: shownMax, ...(failures ? { failures: true } : {}) });
  const choose = (
    <SegmentedControl
      size="xs"
      aria-label={say.signIns}
      value={failures ? 'failures' : 'all'}
      onChange={(value) => setFailures(value === 'failures')}
      data={[
        { value: 'all', label: say.all },
        { value: 'failures', label: say.onlyFailures },
      ]}
    />
  );
  return (
    <Section title={say.signIns} action={choose}>
      {!asked.data && (asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />)}
      {asked.data?.items.length === 0 && <p className={classes.none}>{say.noSignIns}</p>}
      <ul className={classes.list}>
        {asked.data?.items.map((event, index) => {
          const well = good.has(event.outcome);
          const Icon = well ? IconCircleCheck : IconAlertTriangle;
          return (
            <li key={`${event.at} ${String(index)}`} className={classes.item}>
              <Icon size={16} className={well ? classes.well : classes.ill} aria-hidden />
              <span className={classes.what}>
                {event.user ? <a href={`/carbon/users/${event.user.id}`}>{event.user.userName}</a> : <Dim>{say.unknown}</Dim>}
                <span className={classes.second}>
                  {say.outcomes[event.outcome] ?? event.outcome}
                  {event.count > 1 ? `, ${say.times(event.count)}` : ''} · {event.network} · <Coded sort="doors" code={event.door} />
                </span>
              </span>
              <Dim>
                <When at={event.at} />
              </Dim>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
