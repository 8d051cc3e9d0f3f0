// Lists on the command line: one page, or everything as a stream.
// Used by the commands that list. Knows pages and cursors, not what is listed.
import type { CommandContext } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import type { Column } from './output.ts';

export type Page<T> = { readonly items: readonly T[]; readonly next?: string; readonly complete?: boolean };
export type AskPage<T> = (cursor: string | undefined) => Promise<Page<T>>;

export const pageFlags = {
  limit: { type: 'number', summary: 'Rows of this page, 200 at most.' },
  cursor: { type: 'string', summary: 'Go on from here: the cursor that the page before has named.' },
  all: { type: 'boolean', summary: 'Every page, as a stream.' },
} as const;

/** Every item of every page, a page in memory at a time. */
export async function* eachItem<T>(ask: AskPage<T>, from?: string): AsyncGenerator<T> {
  let cursor = from;
  do {
    const page = await ask(cursor);
    yield* page.items;
    cursor = page.next;
  } while (cursor !== undefined);
}

type Paged = { readonly all: boolean; readonly cursor: string | undefined };

/** With --json: the operation's own answer, or with --all the items alone, as a stream. */
export async function showPages<T>(
  { output }: Pick<CommandContext, 'output'>,
  { all, cursor }: Paged,
  ask: AskPage<T>,
  columns: readonly Column<T>[],
): Promise<number> {
  if (all) {
    await output.table(columns, eachItem(ask, cursor));
    return exitCodes.done;
  }
  const page = await ask(cursor);
  if (output.json) {
    output.record({}, page);
    return exitCodes.done;
  }
  await output.table(columns, page.items);
  if (page.complete === false) output.note('The search was cut short; what follows is not looked through yet.');
  if (page.next !== undefined) output.note(`There are more: --cursor ${page.next}, or --all.`);
  return exitCodes.done;
}
