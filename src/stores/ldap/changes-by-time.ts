// What changed since, by an attribute that tells when: modifyTimestamp and its like.
// Called by reading.ts through the layout. The clock that counts is the server's, which nobody tells us: so a mark is a moment at which, as a question
// to the server proves, its clock had arrived before anything was read. Whatever changes later has that moment or a later one, so nothing is missed,
// however far ahead its clock is, and up to a day behind. A mark counts only for the server and the settings that it was made with.
import { createHash } from 'node:crypto';
import { StoreFault } from '#user-store.ts';
import type { Connection } from './connection.ts';
import { all, atLeast } from './filters.ts';
import type { Changes, Kind } from './layout.ts';
import { entryBytesMax, searchSome } from './search.ts';
import { generalizedTime, momentOf } from './time.ts';

const lateSeconds = 120;
const clockSecondsWrongMax = 86_400;
/** How far back it is asked whether something changed since. */
const secondsBack = [120, 3_600, 86_400, 30 * 86_400, 366 * 86_400, 3_660 * 86_400];
/** Nearer than this a mark is not brought to the last change. */
const nearSeconds = 120;
/** Questions by which one run brings it nearer; the next run goes on. */
const stepsMax = 8;
const markLengthMax = 1_000;

type Part = Pick<Kind<unknown>, 'base' | 'scope' | 'filter'>;
export type ChangesByTime = {
  readonly attribute: string;
  readonly parts: readonly Part[];
  /** Everything of the settings that decides what is read. */
  readonly settings: unknown;
  readonly now: () => number;
  readonly milliseconds: number;
};

/** Between which moments the last change was: at `since` or later something had changed, at `none` or later nothing. '' = not known. */
export type Between = { readonly since: string; readonly none: string };
/** `from` = what changed before has been read by the run that was given this. */
export type Begun = Between & { readonly from: string };
type Mark = Begun & { readonly server: string; readonly settings: string };

export function changesByTime(asked: ChangesByTime): Changes {
  const settings = createHash('sha256').update(JSON.stringify(asked.settings)).digest('base64url');
  return {
    async begin(connection, given) {
      const mark = readMark(given);
      const before = mark?.server === connection.url && mark.settings === settings ? mark : null;
      const begun = await begin(asked, before, (moment) => hasChangedSince(connection, asked, moment));
      const next = begun.since === '' ? '' : JSON.stringify({ server: connection.url, settings, ...begun } satisfies Mark);
      return { mark: next, changed: before ? { filterOf: () => atLeast(asked.attribute, before.from) } : null };
    },
  };
}

type Asks = (moment: string) => Promise<boolean>;

/** When nothing changed since the run before, one question tells it. */
export async function begin({ now }: Pick<ChangesByTime, 'now'>, before: Between | null, hasChanged: Asks): Promise<Begun> {
  const quiet = before !== null && before.none !== '' && !(await hasChanged(before.none));
  const between = await nearer(quiet ? before : await roughly(now(), before, hasChanged), hasChanged);
  return { ...between, from: fromOf(between, now()) };
}

/**
 * From the last change that is known, and a little before, for what another server changed and comes late. But where a directory has rested longer than any
 * clock is wrong, everything of before is read already: else whoever filled it last would be read for ever.
 */
function fromOf({ since, none }: Between, now: number): string {
  const rested = none !== '' && (momentOf(none) ?? 0) <= now - clockSecondsWrongMax * 1000;
  return rested ? none : generalizedTime((momentOf(since) ?? 0) - lateSeconds * 1000);
}

/** `since` '' = nothing there tells when it changed, so that everything must be read each time. */
async function roughly(now: number, before: Between | null, hasChanged: Asks): Promise<Between> {
  const proven = before?.since ?? '';
  let none = '';
  for (const seconds of secondsBack) {
    const moment = generalizedTime(now - seconds * 1000);
    if (moment <= proven) break;
    if (await hasChanged(moment)) return { since: moment, none };
    none = moment;
  }
  return { since: proven, none };
}

/** So that a directory at rest is not read again from long before its last change. */
async function nearer(between: Between, hasChanged: Asks): Promise<Between> {
  let { since, none } = between;
  for (let step = 0; step < stepsMax && since !== '' && none !== ''; step++) {
    const [from, until] = [momentOf(since) ?? 0, momentOf(none) ?? 0];
    if (until - from <= nearSeconds * 1000) break;
    const middle = generalizedTime((from + until) / 2);
    if (await hasChanged(middle)) since = middle;
    else none = middle;
  }
  return { since, none };
}

function readMark(given: string): Mark | null {
  if (given === '' || given.length > markLengthMax) return null;
  try {
    const mark: unknown = JSON.parse(given);
    return isMark(mark) ? mark : null;
  } catch {
    return null;
  }
}

const isMark = (mark: unknown): mark is Mark =>
  typeof mark === 'object' &&
  mark !== null &&
  'server' in mark &&
  typeof mark.server === 'string' &&
  'settings' in mark &&
  typeof mark.settings === 'string' &&
  'since' in mark &&
  typeof mark.since === 'string' &&
  momentOf(mark.since) !== null &&
  'none' in mark &&
  typeof mark.none === 'string' &&
  (mark.none === '' || momentOf(mark.none) !== null) &&
  'from' in mark &&
  typeof mark.from === 'string' &&
  momentOf(mark.from) !== null;

async function hasChangedSince(connection: Connection, { attribute, milliseconds, parts }: ChangesByTime, moment: string): Promise<boolean> {
  for (const part of parts) if (await fits(connection, { ...part, filter: all([part.filter, atLeast(attribute, moment)]) }, milliseconds)) return true;
  return false;
}

async function fits(connection: Connection, part: Part, milliseconds: number): Promise<boolean> {
  try {
    const { entries } = await searchSome(connection, { ...part, attributes: [] }, { max: 1, milliseconds, bytesMax: entryBytesMax });
    return entries.length > 0;
  } catch (fault) {
    // At the server's own time limit: nothing is proven, and a longer time back is quicker to prove.
    if (fault instanceof StoreFault && fault.reason === 'silent' && connection.usable) return false;
    throw fault;
  }
}
