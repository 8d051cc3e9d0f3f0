// How a store is read: the run that is under way or was last, what it could not take, and – where it stopped – what may go on.
import { useState } from 'react';
import { type StoreDetails, synchroniseStore } from '#stores/contract.ts';
import { rehearseRelink } from '#synchronise/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Banner, Dim, Facts } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { When } from '../../shared/show/when.tsx';
import { counted } from '../../shared/strings/counted.ts';
import { stores } from '../../shared/strings/stores.ts';
import { RelinkStore } from './relink-store.tsx';
import { SkippedTable } from './skipped.tsx';
import { unlinkableReason } from './store-actions.tsx';
import { isUnderWay } from './store-state.tsx';
import classes from './stores.module.css';

const say = stores.sync;

export function Synchronising({ store }: { readonly store: StoreDetails }) {
  const { sync, skippedEntries, syncMinutes, enabled } = store;
  const plan = !enabled ? stores.disabledFirst : syncMinutes === 0 ? say.asked : say.every(syncMinutes);
  return (
    <>
      <Section title={say.title} says={plan}>
        {isUnderWay(sync) && <Progress store={store} />}
        {sync.rebuilt && <Rebuilt store={store} />}
        {sync.state === 'braked' && <Braked store={store} />}
        {sync.state === 'failed' && <Banner tone="bad">{say.failed(sync.says)}</Banner>}
        <Facts rows={rowsOf(store)} />
      </Section>
      {skippedEntries.length > 0 && (
        <Section title={say.skippedTitle} says={say.skippedSays(skippedEntries.length, sync.skipped)}>
          <SkippedTable label={say.skippedTitle} skipped={skippedEntries} />
        </Section>
      )}
    </>
  );
}

function Progress({ store: { sync, users, groups } }: { readonly store: StoreDetails }) {
  // Of the first run nobody knows how much there is.
  const known = sync.finishedAt > 0 && sync.state === 'running' ? { value: sync.seen, max: Math.max(users + groups, sync.seen, 1) } : {};
  return (
    <div className={classes.waiting}>
      <progress aria-label={say.progress} {...known} />
      <span aria-live="polite">{sync.state === 'waiting' ? say.waiting : say.running(sync.seen)}</span>
    </div>
  );
}

function rowsOf({ sync, asOf }: StoreDetails) {
  const { startedAt, seen, added, changed, vanished, skipped, state } = sync;
  const counts = [
    [say.seen, seen],
    [say.added, added],
    [say.changed, changed],
    [state === 'braked' ? say.wouldVanish : say.vanished, vanished],
    [say.skipped, skipped],
  ] as const;
  return [
    [say.asOf, <When key="asOf" at={asOf} />],
    [
      say.last,
      <span key="last" className={classes.counts}>
        <When at={startedAt} none={stores.runs.none} />
        {startedAt > 0 &&
          counts.map(([name, count]) => (
            <span key={name}>
              <Dim>{name}</Dim> <b>{counted(count)}</b>
            </span>
          ))}
      </span>,
    ],
  ] as const;
}

/** Taking them away would be wrong: they are there, under other ids. */
function Rebuilt({ store }: { readonly store: StoreDetails }) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Banner
        tone="warn"
        action={
          <DoButton needs={rehearseRelink.needs} refused={unlinkableReason(store)} onClick={() => setAsked(true)}>
            {stores.actions.relink}
          </DoButton>
        }
      >
        {say.rebuilt(store.sync.namesakes)}
      </Banner>
      {asked && <RelinkStore store={store} onClose={() => setAsked(false)} />}
    </>
  );
}

function Braked({ store }: { readonly store: StoreDetails }) {
  const [asked, setAsked] = useState(false);
  const verb = say.takeAway(store.sync.vanished, store.groups > 0);
  return (
    <>
      <Banner
        tone="warn"
        action={
          <DoButton needs={synchroniseStore.needs} color="red" onClick={() => setAsked(true)}>
            {verb}
          </DoButton>
        }
      >
        {store.sync.says}
      </Banner>
      {asked && <TakeAway store={store} verb={verb} onClose={() => setAsked(false)} />}
    </>
  );
}

function TakeAway({ store, verb, onClose }: { readonly store: StoreDetails; readonly verb: string; readonly onClose: () => void }) {
  const synchronise = useChange(synchroniseStore);
  const act = async () => {
    await synchronise.mutateAsync({ id: store.id, full: true, vanishing: store.sync.vanished });
    told(say.begun(store.domain));
    onClose();
  };
  return (
    <Dialog title={say.takeTitle(store.domain)} verb={verb} danger onDo={act} onClose={onClose}>
      <span>{say.takeSays(store.sync.says)}</span>
    </Dialog>
  );
}
