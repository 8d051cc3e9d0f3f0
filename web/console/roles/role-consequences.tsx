// What saving these ticks would change, told by the server while one ticks: what the role opens and closes, and who would really gain or lose by it.
import { useDebouncedValue } from '@mantine/hooks';
import { type Consequence, lookedMax, rehearseRole } from '#consequences/contract.ts';
import type { OutputOf } from '#contract.ts';
import type { Entry } from '#roles/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { counted } from '../../shared/strings/counted.ts';
import { roleChanges as say } from '../../shared/strings/role-changes.ts';
import classes from './roles.module.css';

/** Ticks that follow one another are asked about once. */
const settleMs = 250;
const toldMax = 8;

type Told = OutputOf<typeof rehearseRole>;
type Props = { readonly id: string; readonly entries: readonly Entry[] };

export function RoleConsequences({ id, entries }: Props) {
  const [settled] = useDebouncedValue(entries, settleMs);
  const asked = useAsk(rehearseRole, { id, entries: [...settled] });
  if (asked.isError) return <Banner tone="warn">{sentenceOf(asked.error)}</Banner>;
  const current = settled === entries && !asked.isPlaceholderData;
  return (
    <section className={classes.consequences} aria-label={say.title} aria-live="polite" aria-busy={!current}>
      <h2 className={classes.consequencesTitle}>{say.title}</h2>
      {asked.data ? <Lines told={asked.data} /> : <Dim>{say.asking}</Dim>}
    </section>
  );
}

function Lines({ told }: { readonly told: Told }) {
  const display = useDisplayPath();
  const shown = told.items.slice(0, toldMax);
  const left = told.items.length - shown.length;
  return (
    <ul className={classes.consequencesList}>
      <Paths says={say.opens} paths={told.opens} />
      <Paths says={say.closes} paths={told.closes} />
      {shown.map((item) => (
        <li key={`${item.effect} ${item.permission}`} data-effect={item.effect}>
          {lineOf(item, display(item.permission), told.complete)}
        </li>
      ))}
      {left > 0 && <li>{say.more(counted(left))}</li>}
      {told.items.length === 0 && <li>{say.nobody}</li>}
      {!told.complete && (
        <li>
          <Dim>{say.incomplete(counted(lookedMax))}</Dim>
        </li>
      )}
    </ul>
  );
}

function lineOf({ effect, users, administrators }: Consequence, what: string, complete: boolean): string {
  const says = effect === 'gain' ? say.gains(counted(users), users === 1, what) : say.loses(counted(users), users === 1, what);
  const who = users === 1 ? say.administrator : say.administrators(counted(administrators), administrators === 1);
  const whole = administrators > 0 ? `${says}, ${who}` : says;
  return `${complete ? whole : say.atLeast(whole)}.`;
}

function Paths({ says, paths }: { readonly says: string; readonly paths: readonly string[] }) {
  const display = useDisplayPath();
  if (paths.length === 0) return null;
  const left = paths.length - toldMax;
  return (
    <li>
      {says} <strong>{paths.slice(0, toldMax).map(display).join(', ')}</strong>
      {left > 0 && ` ${say.more(counted(left))}`}.
    </li>
  );
}
