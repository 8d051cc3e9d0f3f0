// The journal as a file, made page by page while it is sent: nothing of it is held, and nobody waits for it.
// Called by the action of this room. Cells that a spreadsheet would take for a formula are made harmless by jobs/csv.ts.
import { csvCell } from '#jobs/csv.ts';
import type { JournalEntry } from '#journal/contract.ts';
import { differencesOf } from './entry.ts';
import type { JournalPage } from './pages.ts';

type Pages = AsyncIterable<JournalPage>;
type Row = readonly (string | number)[];

const line = (row: Row): string => `${row.map(csvCell).join(',')}\r\n`;
/** Makes Excel read it as UTF-8. */
const mark = '\uFEFF';
const heads: Row = ['number', 'when', 'who', 'operation', 'kind', 'on', 'what changed', 'reason', 'by right', 'door'];

/** One line for each object of an entry. */
export async function* inCsv(pages: Pages): AsyncGenerator<string> {
  yield mark + line(heads);
  for await (const { items } of pages) yield items.flatMap((entry) => entry.images.map((image) => line(rowOf(entry, image)))).join('');
}

const rowOf = ({ number, at, actor, operation, reason, right, door }: JournalEntry, image: JournalEntry['images'][number]): Row => [
  number,
  new Date(at).toISOString(),
  actor.name || actor.kind,
  operation,
  image.kind,
  image.name || image.id,
  differencesOf(image),
  reason,
  right,
  door,
];

/** An array, one entry a line. */
export async function* inJson(pages: Pages): AsyncGenerator<string> {
  let before = '[\n';
  for await (const { items } of pages)
    for (const entry of items) {
      yield before + JSON.stringify(entry);
      before = ',\n';
    }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
