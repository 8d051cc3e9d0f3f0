// The journal for readers: a page for screens, the whole for files. Within a scope it holds what was done to those in it.
import { action, type Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { exportJournal as exportOperation, listJournal as listOperation } from '#journal/contract.ts';
import type { Looked } from '#journal/queries.ts';
import { inCsv, inJson } from './files.ts';
import { type JournalPage, lookingFor, pageBefore } from './pages.ts';

const limitDefault = 50;
const exportedAtOnce = 200;

export const listJournal = action(listOperation, async (call, { cursor, limit = limitDefault, ...filters }) => {
  const looked = await lookingFor(call, filters);
  const { items, next, complete } = await pageBefore(call, { ...looked, before: Math.min(readCursor(cursor), looked.before) }, limit);
  return { items, ...(next === null ? {} : { next: String(next) }), complete };
});

function readCursor(cursor: string | undefined): number {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor);
  if (!Number.isSafeInteger(before) || before < 0) throw new Refusal('cursor.invalid');
  return before;
}

export const exportJournal = action(exportOperation, async (call, { format = 'csv', ...filters }) => {
  const pages = allPages(call, await lookingFor(call, filters));
  return format === 'csv'
    ? { name: 'journal.csv', type: 'text/csv' as const, parts: inCsv(pages) }
    : { name: 'journal.json', type: 'application/json' as const, parts: inJson(pages) };
});

async function* allPages(call: Call, looked: Looked): AsyncGenerator<JournalPage> {
  for (let before: number | null = looked.before; before !== null; ) {
    const page: JournalPage = await pageBefore(call, { ...looked, before }, exportedAtOnce);
    yield page;
    before = page.next;
  }
}
