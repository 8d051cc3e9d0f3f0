// Counts by kind and by state. Each leads to that very list in the console.
import { kinds, states, userSummary } from '#users/contract.ts';
import { useAsk } from '../shared/call/ask.ts';
import { Section } from '../shared/frame/page.tsx';
import { Failed, Waiting } from '../shared/frame/states.tsx';
import { Face } from '../shared/show/face.tsx';
import { State } from '../shared/show/state.tsx';
import { counted } from '../shared/strings/counted.ts';
import { dashboard as say } from '../shared/strings/dashboard.ts';
import { show } from '../shared/strings/show.ts';
import classes from './dashboard.module.css';

export function WhoIsHere() {
  const asked = useAsk(userSummary, {});
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const { total, byKind, byState } = asked.data;
  return (
    <Section title={say.who}>
      <div className={classes.figures}>
        <a className={classes.total} href="/carbon/users">
          <span className={classes.big}>{counted(total)}</span>
          <span>{say.total('').trim()}</span>
        </a>
        <div className={classes.figure} role="group" aria-label={say.byKind}>
          {kinds.map((kind) => (
            <a key={kind} href={`/carbon/users?kind=${kind}`} className={classes.line}>
              <Face kind={kind} name="P" />
              <span className={classes.name}>{show.kinds[kind]}</span>
              <span className={classes.count}>{counted(byKind[kind] ?? 0)}</span>
            </a>
          ))}
        </div>
        <div className={classes.figure} role="group" aria-label={say.byState}>
          {states.map((state) => (
            <a key={state} href={`/carbon/users?state=${state}`} className={classes.line}>
              <span className={classes.name}>
                <State of={{ state }} />
              </span>
              <span className={classes.count}>{counted(byState[state] ?? 0)}</span>
            </a>
          ))}
        </div>
      </div>
    </Section>
  );
}
