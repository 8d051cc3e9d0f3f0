// Moments, as people say them, with the exact one on hover.
import { useEffect, useState } from 'react';
import { frame } from '../strings/frame.ts';
import { show } from '../strings/show.ts';
import classes from './show.module.css';

const minuteMs = 60_000;
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', minuteMs],
];

/** Time as it passes on the screen, a minute at a time. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), minuteMs);
    return () => clearInterval(tick);
  }, []);
  return now;
}

export function relatively(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
  const far = Math.abs(at - now);
  const [unit, size] = steps.find(([, each]) => far >= each) ?? ['second', 1_000];
  if (unit === 'second') return at > now ? 'in a moment' : 'just now';
  return format.format(Math.trunc((at - now) / size), unit);
}

const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** Within this much time a day needs no year. */
const yearKnownMs = 300 * 86_400_000;

/** `14:30` today, `4 Dec` within the year, otherwise with the year. */
export function exactly(at: number, now: number): string {
  if (sameDay(at, now)) return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat('en-GB', Math.abs(at - now) < yearKnownMs ? day : { ...day, year: 'numeric' }).format(at);
}

export const wholly = (at: number) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' }).format(at);

export const dayOf = (at: number) => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' }).format(at);

/** From – until, as days. */
export const termSays = (term: { readonly from: number; readonly until: number }) =>
  show.fromUntil(term.from ? dayOf(term.from) : '', term.until ? dayOf(term.until) : '');

/** A moment of the past or the future; 0 is "never", or whatever is said for it. */
export function When({ at, none = frame.never }: { readonly at: number; readonly none?: string }) {
  const now = useNow();
  if (at === 0) return <span className={classes.dim}>{none}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={wholly(at)}>
      {relatively(at, now)}
    </time>
  );
}
