// `reeve view list|show|add|delete`. A view is said by its name or its id.

import { Refusal } from '#errors.ts';
import { nameKeyOf } from '#names/name.ts';
import { say } from '#sentences/sentence.ts';
import { listUsers } from '#users/contract.ts';
import { addView, deleteView, listViews, showView, type View, type ViewFilter } from '#views/contract.ts';
import { type CommandContext, command } from '../arguments.ts';
import { type Caller, given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText } from '../moments.ts';
import { uuid } from '../names.ts';
import type { Column } from '../output.ts';
import { eachItem, pageFlags, showPages } from '../pages.ts';
import { filterFlags, filterOf, orderFlags, userColumns } from '../user/list.ts';

const pageSize = 200;
const filterText = ({ filter }: Pick<View, 'filter'>) =>
  Object.entries(filter)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
const orderText = ({ sort, descending }: View) => `${sort}${descending ? ', backwards' : ''}`;

const columns: readonly Column<View>[] = [
  { title: 'view', value: (row) => row.name, shrink: true },
  { title: 'for', value: (row) => (row.shared ? 'all' : 'you') },
  { title: 'filter', value: filterText, shrink: true },
  { title: 'order', value: orderText },
  { title: 'changed', value: (row) => momentText(row.changedAt) },
];

/** His own before one that is shared. */
async function viewIdOf(caller: Caller, said: string): Promise<string> {
  if (uuid.test(said)) return said;
  const found: View[] = [];
  for await (const view of eachItem((cursor) => caller.call(listViews, { search: said, limit: pageSize, ...given({ cursor }) })))
    if (nameKeyOf(view.name) === nameKeyOf(said)) found.push(view);
  const view = found.find(({ shared }) => !shared) ?? found[0];
  if (!view) throw new Refusal('view.missing', {}, [{ field: said, says: say('as-is', { says: 'No view has this name.' }) }]);
  return view.id;
}

function showOne({ output }: Pick<CommandContext, 'output'>, view: View): number {
  const { name, id, shared, columns: shown } = view;
  output.record(
    {
      view: name,
      id,
      for: shared ? 'all' : 'you',
      filter: filterText(view) || 'none',
      order: orderText(view),
      columns: shown.join(', ') || 'as each reader likes them',
    },
    view,
  );
  return exitCodes.done;
}

export const list = command({
  name: 'view list',
  summary: 'Your views and those that are shared, by name.',
  usage: '[SEARCH]',
  flags: pageFlags,
  run: (context) =>
    withCaller(context, (caller) => {
      const { all, cursor, limit } = context.flags;
      const ask = (at: string | undefined) => caller.call(listViews, given({ search: context.operands[0], limit, cursor: at }));
      return showPages(context, { all, cursor }, ask, columns);
    }),
});

export const show = command({
  name: 'view show',
  summary: 'One view; with --users, the users it shows you.',
  usage: 'VIEW',
  flags: { users: { type: 'boolean', summary: 'List the users instead.' }, ...pageFlags },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { users, all, cursor, limit } = context.flags;
      const view = await caller.call(showView, { id: await viewIdOf(caller, context.operands[0] ?? '') });
      if (!users) return showOne(context, view);
      const { filter, sort, descending } = view;
      return showPages(context, { all, cursor }, (at) => caller.call(listUsers, { ...filter, sort, descending, ...given({ limit, cursor: at }) }), userColumns);
    }),
});

export const add = command({
  name: 'view add',
  summary: 'Keep a filter, an order and columns under a name.',
  usage: 'NAME',
  flags: {
    shared: { type: 'boolean', summary: 'For all who may list users.' },
    search: { type: 'string', value: 'TEXT', summary: 'Part of user name, shown name or mail.' },
    ...filterFlags,
    ...orderFlags,
    column: { type: 'list', value: 'COLUMN', summary: 'Show these columns, in this order.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { shared, search, column, sort, descending, ...filter } = context.flags;
      // Any word may be tried as a kind or state; the operation checks it.
      const asked = { ...(await filterOf(caller, filter)), ...given({ search }) } as ViewFilter;
      const more = given({ sort, columns: column.length > 0 ? [...column] : undefined });
      return showOne(context, await caller.call(addView, { name: context.operands[0] ?? '', shared, descending, filter: asked, ...more }));
    }),
});

export const deleted = command({
  name: 'view delete',
  summary: 'Delete a view; nobody it has shown is touched.',
  usage: 'VIEW',
  flags: { version: { type: 'number', summary: 'Refuse if it was changed since.' } },
  run: (context) =>
    withCaller(context, async (caller) => {
      const id = await viewIdOf(caller, context.operands[0] ?? '');
      const done = await caller.call(deleteView, { id, ...given(context.flags) });
      if (context.output.json) context.output.record({}, done);
      else context.output.line(`The view ${context.operands[0]} is gone.`);
      return exitCodes.done;
    }),
});
