// What the commands of groups and roles have in common: both are listed and looked for by name, renamed and described, and deleted.
// Used by group/list.ts and role/list.ts. Knows no operation by name.
import { type Command, type CommandContext, command, UsageFault } from './arguments.ts';
import { type Caller, type Given, given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import type { Column } from './output.ts';
import { type Page, pageFlags, showPages } from './pages.ts';

type Words = { readonly name: string; readonly summary: string };
type IdOf = (caller: Caller, said: string) => Promise<string>;

const descriptionFlag = { type: 'string', summary: 'What it is for.' } as const;
export const describeFlags = { description: descriptionFlag } as const;

/** A page at a time, or with --all everything. */
export const listByName = <T>(
  words: Words,
  ask: (caller: Caller, wanted: Given<{ search: string | undefined; limit: number | undefined; cursor: string | undefined }>) => Promise<Page<T>>,
  columns: readonly Column<T>[],
): Command =>
  command({
    ...words,
    usage: '[SEARCH]',
    flags: pageFlags,
    run: (context) =>
      withCaller(context, (caller) => {
        const { all, cursor, limit } = context.flags;
        return showPages(context, { all, cursor }, (at) => ask(caller, given({ search: context.operands[0], limit, cursor: at })), columns);
      }),
  });

const editFlags = {
  name: { type: 'string', summary: 'Its new name.' },
  description: descriptionFlag,
  version: { type: 'number', summary: 'Refuse if it was changed since.' },
} as const;
type Edited = Given<{ name: string | undefined; description: string | undefined; version: number | undefined }>;
type Edit<T> = {
  readonly usage: string;
  readonly idOf: IdOf;
  readonly update: (caller: Caller, input: Edited & { readonly id: string }) => Promise<T>;
  readonly showWhole: (context: Pick<CommandContext, 'output'>, whole: T) => Promise<number> | number;
};

export const editByName = <T>(words: Words, { usage, idOf, update, showWhole }: Edit<T>): Command =>
  command({
    ...words,
    usage,
    flags: editFlags,
    run: (context) =>
      withCaller(context, async (caller) => {
        if (context.flags.name === undefined && context.flags.description === undefined) throw new UsageFault('Say what to change: --name or --description.');
        const id = await idOf(caller, context.operands[0] ?? '');
        return showWhole(context, await update(caller, { id, ...given(context.flags) }));
      }),
  });

type Deletion = { readonly usage: string; readonly noun: string; readonly idOf: IdOf; readonly remove: (caller: Caller, id: string) => Promise<object> };

export const deleteByName = (words: Words, { usage, noun, idOf, remove }: Deletion): Command =>
  command({
    ...words,
    usage,
    flags: {},
    run: (context) =>
      withCaller(context, async (caller) => {
        const done = await remove(caller, await idOf(caller, context.operands[0] ?? ''));
        if (context.output.json) context.output.record({}, done);
        else context.output.line(`The ${noun} ${context.operands[0]} is gone.`);
        return exitCodes.done;
      }),
  });
