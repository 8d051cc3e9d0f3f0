// The mark of a reading: up to which moment or number of the `changed` column everything is known, less an overlap.
// Called by read.ts. A row bears the moment at which it was written and is seen when its transaction ends, which may be later: hence the overlap.

import { createHash } from 'node:crypto';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import type { Kind } from './shape.ts';
import { isoOf } from './values.ts';

const overlapSeconds = 300;
/** Of counters; of seconds since 1970 it is a quarter of an hour. */
const overlapNumbers = 1_000;
/** A number beyond it counts milliseconds since 1970. */
const secondsMax = 100_000_000_000;

/** What a mark belongs to: another database, table or column knows nothing of it. */
export const belongingOf = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 16);

/** '' = nothing can be said, the next reading reads everything. */
export function markFrom(newest: unknown, kind: Kind, belonging: string): string {
  const since = newest === null || newest === undefined ? '' : before(String(newest), kind);
  return since === '' ? '' : JSON.stringify({ belonging, since });
}

/** Null = not a mark of ours, or of other settings. */
export function sinceFrom(mark: string, kind: Kind, belonging: string): string | null {
  const [, theirs, since = ''] = /^\{"belonging":"([\w-]{16})","since":"([0-9T:. -]{1,40})"\}$/.exec(mark) ?? [];
  const fits = kind === 'number' ? /^-?\d+(\.\d+)?$/ : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/;
  return theirs === belonging && fits.test(since) ? since : null;
}

function before(newest: string, kind: Kind): string {
  if (kind === 'number') return lowered(newest);
  if (kind !== 'moment') throw new StoreFault('settings', say('sql.changed-kind'));
  const written = isoOf(newest);
  const at = Date.parse(written.includes('T') && !written.endsWith('Z') ? `${written}Z` : written);
  return Number.isNaN(at) ? '' : new Date(at - overlapSeconds * 1000).toISOString().replace('T', ' ').replace('Z', '');
}

function lowered(newest: string): string {
  if (/^-?\d+$/.test(newest)) return String(BigInt(newest) - BigInt(overlapOf(Number(newest))));
  const number = Number(newest);
  return Number.isFinite(number) ? String(number - overlapOf(number)) : '';
}

const overlapOf = (number: number): number => (number > secondsMax ? overlapSeconds * 1000 : overlapNumbers);
