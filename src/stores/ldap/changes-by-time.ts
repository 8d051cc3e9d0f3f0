// What changed since, by an attribute that tells when: modifyTimestamp and its like.
// Called by reading.ts through the layout. The clock that counts is the server's, which nobody tells us: so a mark is a moment at which, as a question
// to the server proves, its clock had arrived before anything was read. Whatever changes later has that moment or a later one, so nothing is missed,
// however far apart the clocks are. A mark counts only for the server and the settings that it was made with.
import { createHash } from 'node:crypto';
import type { Filter } from 'ldapts';
import { StoreFault } from '#user-store.ts';
import type { Connection } from './connection.ts';
import { all, atLeast } from './filters.ts';
import type { Changes, Kind } from './layout.ts';
import { entryBytesMax, searchSome } from './search.ts';
import { generalizedTime, momentOf } from './time.ts';

/** How far back it is asked whether something changed since. The least leaves room for what comes late from another server. */
const secondsBack = [120, 3_600, 86_400, 30 * 86_400, 366 * 86_400, 3_660 * 86_400];
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

type Mark = { readonly server: string; readonly settings: string; readonly since: string };

export function changesByTime(asked: ChangesByTime): Changes {
  const settings = createHash('sha256').update(JSON.stringify(asked.settings)).digest('base64url');
  return {
    async begin(connection, given) {
      const before = readMark(given);
      const since = before?.server === connection.url && before.settings === settings ? before.since : '';
      const arrived = await arrivedAt(connection, asked);
      // Both are proven; the later one lets less be read again.
      const next = [arrived, since].sort()[1] ?? '';
      const mark = next === '' ? '' : JSON.stringify({ server: connection.url, settings, since: next } satisfies Mark);
      return { mark, changed: since === '' ? null : { filterOf: () => atLeast(asked.attribute, since) } };
    },
  };
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
  momentOf(mark.since) !== null;

/** The latest of a few moments at or after which something has changed; '' = none, so that everything must be read each time. */
async function arrivedAt(connection: Connection, asked: ChangesByTime): Promise<string> {
  for (const seconds of secondsBack) {
    const moment = generalizedTime(asked.now() - seconds * 1000);
    for (const part of asked.parts) if (await hasChangedSince(connection, { ...asked, part, moment })) return moment;
  }
  return '';
}

async function hasChangedSince(
  connection: Connection,
  { attribute, milliseconds, part, moment }: ChangesByTime & { part: Part; moment: string },
): Promise<boolean> {
  const filter: Filter = all([part.filter, atLeast(attribute, moment)]);
  try {
    const { entries } = await searchSome(connection, { ...part, filter, attributes: [] }, { max: 1, milliseconds, bytesMax: entryBytesMax });
    return entries.length > 0;
  } catch (fault) {
    // At the server's own time limit: nothing is proven, and a longer time back is quicker to prove.
    if (fault instanceof StoreFault && fault.reason === 'silent' && connection.usable) return false;
    throw fault;
  }
}
