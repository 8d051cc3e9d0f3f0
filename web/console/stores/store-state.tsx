// The state of a user store as colour, icon and word; and how its last run went.
import { IconAlertTriangle, IconBan, IconCircleCheck, IconCircleDashed, IconPlayerPause } from '@tabler/icons-react';
import type { StoreHealth, StoreSync } from '#stores/contract.ts';
import { exactly } from '../../shared/show/moments.ts';
import { useNow } from '../../shared/show/when.tsx';
import { stores } from '../../shared/strings/stores.ts';
import classes from './stores.module.css';

const icons = { ok: IconCircleCheck, failing: IconAlertTriangle, resting: IconPlayerPause, off: IconBan, unknown: IconCircleDashed } as const;

export type Condition = Pick<StoreHealth, 'state' | 'failingSince' | 'says'>;

export function StoreState({ of: { state, failingSince, says } }: { readonly of: Condition }) {
  const now = useNow();
  const Icon = icons[state];
  const word = stores.states[state];
  return (
    <span className={classes.state} data-state={state} title={says || undefined}>
      <Icon size={15} stroke={1.7} aria-hidden />
      <span>{typeof word === 'string' ? word : word(exactly(failingSince, now))}</span>
    </span>
  );
}

export function runSays({ state, finishedAt, seen, added, changed, vanished }: StoreSync): string {
  if (state === 'running') return stores.runs.running(seen);
  if (state === 'idle') return finishedAt === 0 ? stores.runs.none : stores.runs.idle(added, changed, vanished);
  return stores.runs[state];
}

export const isUnderWay = ({ state }: StoreSync): boolean => state === 'running' || state === 'waiting';
