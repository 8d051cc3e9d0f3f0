// Moments, put into the words people say: how long ago, and exactly when.
import { locale } from '../strings/language.ts';
import { show } from '../strings/show.ts';

export const minuteMs = 60_000;
const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', minuteMs],
];

export function relatively(at: number, now: number): string {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto', style: 'long' });
  const far = Math.abs(at - now);
  const [unit, size] = steps.find(([, each]) => far >= each) ?? ['second', 1_000];
  if (unit === 'second') return at > now ? show.inAMoment : show.justNow;
  return format.format(Math.trunc((at - now) / size), unit);
}

const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** Within this much time a day needs no year. */
const yearKnownMs = 300 * 86_400_000;

/** `14:30` today, `4 Dec` within the year, otherwise with the year. */
export function exactly(at: number, now: number): string {
  if (sameDay(at, now)) return new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at);
  const day: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat(locale(), Math.abs(at - now) < yearKnownMs ? day : { ...day, year: 'numeric' }).format(at);
}

export const wholly = (at: number) => new Intl.DateTimeFormat(locale(), { dateStyle: 'full', timeStyle: 'long' }).format(at);

/** The day and the minute, also of what lies far away. */
export const momentOf = (at: number) => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(at);

/** The time of day alone: for what ends today. */
export const timeOf = (at: number) => new Intl.DateTimeFormat(locale(), { timeStyle: 'short' }).format(at);

export const dayOf = (at: number) => new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'short', year: 'numeric' }).format(at);

/** From – until, as days. */
export const termSays = (term: { readonly from: number; readonly until: number }) =>
  show.fromUntil(term.from ? dayOf(term.from) : '', term.until ? dayOf(term.until) : '');
