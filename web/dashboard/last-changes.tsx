// The last changes, from the journal.
import { listJournal } from '#journal/contract.ts';
import { useAsk } from '../shared/call/ask.ts';
import { Section } from '../shared/frame/page.tsx';
import { Failed, Waiting } from '../shared/frame/states.tsx';
import { aboutEntry } from '../shared/show/about-entry.ts';
import { Dim } from '../shared/show/bits.tsx';
import { Coded } from '../shared/show/coded.tsx';
import { wordOf } from '../shared/show/deed.ts';
import { useMay } from '../shared/show/may.tsx';
import { When } from '../shared/show/when.tsx';
import { dashboard as say } from '../shared/strings/dashboard.ts';
import classes from './dashboard.module.css';

const shownMax = 12;

export function LastChanges() {
  const { may, because } = useMay(listJournal.needs);
  const asked = useAsk(listJournal, { limit: shownMax }, { enabled: may });
  return (
    <Section title={say.changes} action={<a href="/carbon/journal">{say.more}</a>}>
      {!may && <p className={classes.none}>{because}</p>}
      {may && !asked.data && (asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />)}
      {asked.data?.items.length === 0 && <p className={classes.none}>{say.noChanges}</p>}
      <ul className={classes.list}>
        {asked.data?.items.map((entry) => (
          <li key={entry.number} className={classes.item}>
            <span className={classes.what}>
              <span>
                {entry.actor.name || entry.actor.id || wordOf('kinds', entry.actor.kind)} · <Coded sort="operations" code={entry.operation} />
              </span>
              <span className={classes.second}>
                {aboutEntry(entry)}
                {entry.reason ? ` · ${entry.reason}` : ''}
              </span>
            </span>
            <Dim>
              <When at={entry.at} />
            </Dim>
          </li>
        ))}
      </ul>
    </Section>
  );
}
