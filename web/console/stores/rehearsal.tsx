// What reading a store would do, as sentences and lists: told by the server, which has read all of it and kept nothing.
import type { OutputOf } from '#contract.ts';
import { rehearseStore } from '#stores/contract.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { storeSettings } from '../../shared/strings/store-settings.ts';
import type { Tried } from './draft.ts';
import { SkippedTable } from './skipped.tsx';
import classes from './stores.module.css';
import { type Trial, useFollowing } from './trial.ts';

const say = storeSettings.rehearsal;
const namesMax = 12;

type Answer = OutputOf<typeof rehearseStore>;
type Props = {
  readonly rehearsal: Trial<typeof rehearseStore>;
  readonly tried: Tried;
  /** Of a store that is there: how many may vanish before a run stops, in percent. */
  readonly brakePercent?: number;
};

export function Rehearsal({ rehearsal, tried, brakePercent }: Props) {
  useFollowing(rehearsal, tried, { when: true, afterMs: 0 });
  const { answer, thrown, asking } = rehearsal;
  if (asking !== '')
    return (
      <output className={classes.waiting}>
        <progress aria-label={say.title} />
        <span>{say.reading}</span>
      </output>
    );
  return (
    <div aria-live="polite">
      {thrown !== null && <Banner tone="bad">{sentenceOf(thrown)}</Banner>}
      {answer && <Told answer={answer} {...(brakePercent === undefined ? {} : { brakePercent })} />}
      <DoButton needs={rehearseStore.needs} reads variant="default" onClick={() => void rehearsal.run(tried)}>
        {say.again}
      </DoButton>
    </div>
  );
}

function Told({ answer, brakePercent }: { readonly answer: Answer; readonly brakePercent?: number }) {
  const { users, groups, clashes, clashing, skipped, skippedEntries, complete } = answer;
  return (
    <div className={classes.rehearsed}>
      <p className={classes.sentence}>{complete ? say.found(users, groups) : say.atLeast(users, groups)}</p>
      <ul className={classes.list}>
        {brakePercent !== undefined && <Changes answer={answer} brakePercent={brakePercent} />}
        <li>
          {clashes === 0 ? say.noClashes : say.clashes(clashes)}
          {clashes > 0 && <Names names={clashing} all={clashes} />}
        </li>
        <li>{skipped === 0 ? say.noneSkipped : say.skipped(skipped)}</li>
      </ul>
      {skipped > 0 && <SkippedTable label={say.skipped(skipped)} skipped={skippedEntries} />}
      {skipped > skippedEntries.length && <Dim>{say.andMore(skipped - skippedEntries.length)}</Dim>}
    </div>
  );
}

function Changes({ answer: { added, changed, vanished, users }, brakePercent }: { readonly answer: Answer; readonly brakePercent: number }) {
  const living = users - added + vanished;
  return (
    <>
      {added > 0 && <li>{say.added(added)}</li>}
      {changed > 0 && <li>{say.changed(changed)}</li>}
      {vanished > 0 && <li className={classes.vanish}>{say.vanished(vanished)}</li>}
      {vanished * 100 > living * brakePercent && <li>{say.brake(brakePercent)}</li>}
      {added + changed + vanished === 0 && <li>{say.unchanged}</li>}
    </>
  );
}

function Names({ names, all }: { readonly names: readonly string[]; readonly all: number }) {
  const shown = names.slice(0, namesMax);
  return (
    <div className={classes.names}>
      {shown.join(', ')} {all > shown.length && <Dim>{say.andMore(all - shown.length)}</Dim>}
    </div>
  );
}
