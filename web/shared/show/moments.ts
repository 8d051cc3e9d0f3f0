// Moments, put into the words people say: how long ago, and exactly when.
import { inLocale } from '../strings/formats.ts';
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

const distances = inLocale((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'long' }));
const moments = (options: Intl.DateTimeFormatOptions) => inLocale((locale) => new Intl.DateTimeFormat(locale, options));
const clock = moments({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayOfYear = moments({ day: 'numeric', month: 'short' });
const day = moments({ day: 'numeric', month: 'short', year: 'numeric' });
const whole = moments({ dateStyle: 'full', timeStyle: 'long' });
const dayAndMinute = moments({ dateStyle: 'medium', timeStyle: 'short' });
const timeOfDay = moments({ timeStyle: 'short' });

export function relatively(at: number, now: number): string {
  const far = Math.abs(at - now);
  const [unit, size] = steps.find(([, each]) => far >= each) ?? ['second', 1_000];
  if (unit === 'second') return at > now ? show.inAMoment : show.justNow;
  return distances().format(Math.trunc((at - now) / size), unit);
}

const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** Within this much time a day needs no year. */
const yearKnownMs = 300 * 86_400_000;

/** `14:30` today, `4 Dec` within the year, otherwise with the year. */
export function exactly(at: number, now: number): string {
  const format = sameDay(at, now) ? clock : Math.abs(at - now) < yearKnownMs ? dayOfYear : day;
  return format().format(at);
}

export const wholly = (at: number) => whole().format(at);

/** The day and the minute, also of what lies far away. */
export const momentOf = (at: number) => dayAndMinute().format(at);

/** The time of day alone: for what ends today. */
export const timeOf = (at: number) => timeOfDay().format(at);

export const dayOf = (at: number) => day().format(at);

/** From – until, as days. */
export const termSays = (term: { readonly from: number; readonly until: number }) =>
  show.fromUntil(term.from ? dayOf(term.from) : '', term.until ? dayOf(term.until) : '');
