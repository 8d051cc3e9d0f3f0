// The queue: what users ask for, within the reader's scope; what lies outside of it is not there.
import { action, type Call } from '#action.ts';
import { isRowKey } from '#db/row-key.ts';
import { Refusal } from '#errors.ts';
import { reaches } from '#permissions/scope.ts';
import { countRequests as counting, listRequests as listing } from './contract.ts';
import { type Looked, type RequestRow, requestsBefore } from './queries.ts';
import { shownTo } from './shown.ts';

const limitByDefault = 50;
const newest = 2 ** 31 - 1;
const lookedAtOnce = 200;
const lookedAtMax = 2_000;
const countedMax = 1_000;

export const listRequests = action(listing, async (call, { state = 'open', kind, cursor, limit = limitByDefault }) => {
  const page = await pageBefore(call, { isOpen: state === 'open', kind, before: placeOf(cursor), limit });
  const { rows, next, complete } = page;
  return { items: await shownTo(call, rows), ...(next === null ? {} : { next: String(next) }), complete };
});

export const countRequests = action(counting, async (call) => {
  const { rows, next } = await pageBefore(call, { isOpen: true, kind: undefined, before: newest, limit: countedMax });
  return { open: rows.length, exact: next === null };
});

function placeOf(cursor: string | undefined): number {
  if (cursor === undefined) return newest;
  const no = /^\d{1,10}$/.test(cursor) ? Number(cursor) : Number.NaN;
  if (!isRowKey(no)) throw new Refusal('cursor.invalid');
  return no;
}

type Page = { readonly rows: readonly RequestRow[] /** Where to go on; null = nowhere. */; readonly next: number | null; readonly complete: boolean };

async function pageBefore(call: Call, looked: Looked): Promise<Page> {
  const kept: RequestRow[] = [];
  let before = looked.before;
  for (let seen = 0; seen < lookedAtMax; seen += lookedAtOnce) {
    const rows = await requestsBefore(call.world.db.read, { ...looked, before, limit: lookedAtOnce });
    for (const row of rows) {
      if (!(await isSeen(call, row.user_id))) continue;
      if (kept.length === looked.limit) return { rows: kept, next: kept.at(-1)?.no ?? null, complete: true };
      kept.push(row);
    }
    before = rows.at(-1)?.no ?? before;
    if (rows.length < lookedAtOnce) return { rows: kept, next: null, complete: true };
  }
  return { rows: kept, next: before, complete: false };
}

export async function isSeen({ world, reach, now }: Call, userId: string): Promise<boolean> {
  if (reach === null) return true;
  const on = await world.authorizer.target(userId, now);
  return on !== null && reaches(reach, on);
}
