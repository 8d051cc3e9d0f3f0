// A state as colour, icon and word: colour never speaks alone.
import { IconBan, IconCalendarOff, IconCircleCheck, IconClock, IconHourglassLow, IconLock, IconTrash } from '@tabler/icons-react';
import { show as say } from '../strings/show.ts';
import { exactly, relatively } from './moments.ts';
import classes from './show.module.css';
import { useNow } from './when.tsx';

export type Stated = { readonly state: string; readonly stateReason?: string; readonly lockedUntil?: number; readonly endsAt?: number };

const icons = { active: IconCircleCheck, pending: IconClock, locked: IconLock, ended: IconCalendarOff, disabled: IconBan, deleted: IconTrash } as const;

/** An end nearer than this is worth a word in the list. */
const soonMs = 14 * 86_400_000;

const isKnown = (state: string): state is keyof typeof icons => state in icons;

function wordsOf(of: Stated, now: number): { readonly text: string; readonly soon: boolean } {
  if (of.state === 'locked' && of.lockedUntil) return { text: say.lockedUntil(exactly(of.lockedUntil, now)), soon: false };
  const soon = of.state === 'active' && Boolean(of.endsAt) && (of.endsAt ?? 0) - now < soonMs;
  if (soon && of.endsAt) return { text: say.endsIn(relatively(of.endsAt, now)), soon };
  return { text: say.state[of.state] ?? of.state, soon };
}

export function State({ of }: { readonly of: Stated }) {
  const now = useNow();
  const state = isKnown(of.state) ? of.state : 'active';
  const { text, soon } = wordsOf(of, now);
  const Icon = soon ? IconHourglassLow : icons[state];
  return (
    <span className={`${classes.state} ${soon ? classes.soon : classes[state]}`} title={of.stateReason || undefined}>
      <Icon size={15} stroke={1.7} aria-hidden />
      <span className={classes.stateText}>{text}</span>
    </span>
  );
}
