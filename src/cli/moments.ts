// Moments as people write and read them: 2027-01-31, 2027-01-31T12:00, 30d, never.
// Used by the commands. Times without a zone are those of this machine.
import { UsageFault } from './arguments.ts';

const milliseconds: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const two = (number: number) => String(number).padStart(2, '0');

/** `2026-11-23 21:55`; `none` for 0. */
export function momentText(moment: number, none = '–'): string {
  if (moment === 0) return none;
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Milliseconds; 0 for "never". Undefined stays undefined. */
export function parseMoment(flag: string, text: string | undefined, now: number): number | undefined {
  if (text === undefined) return undefined;
  if (text === 'never' || text === 'none') return 0;
  const [, count, unit = ''] = /^(\d{1,5})([mhdw])$/.exec(text) ?? [];
  if (count !== undefined) return now + Number(count) * (milliseconds[unit] ?? 0);
  const local = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(/^(\d{4}-\d\d-\d\d) /, '$1T');
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(local) ? Date.parse(local) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageFault(`--${flag} takes a date (2027-01-31), a time (2027-01-31T12:00), a span (30d, 12h), or "never"; not ${JSON.stringify(text)}.`);
  return at;
}
