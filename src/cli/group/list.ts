// `reeve group list|show|add|edit|delete`.
import type { OutputOf } from '#contract.ts';
import { addGroup, deleteGroup, type Group, listGroups, membersOfGroup, showGroup, updateGroup } from '#groups/contract.ts';
import { type CommandContext, command, UsageFault } from '../arguments.ts';
import { given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { spanText } from '../giving.ts';
import { momentText } from '../moments.ts';
import { groupIdOf } from '../names.ts';
import type { Column } from '../output.ts';
import { pageFlags, showPages } from '../pages.ts';
import { qualified } from '../user/list.ts';

const columns: readonly Column<Group>[] = [
  { title: 'group', value: (row) => row.name, shrink: true },
  { title: 'domain', value: (row) => row.domain },
  { title: 'members', value: (row) => row.members, align: 'right' },
  { title: 'description', value: (row) => row.description, shrink: true },
  { title: 'changed', value: (row) => momentText(row.changedAt) },
];

export const list = command({
  name: 'group list',
  summary: 'Groups, by name.',
  usage: '[SEARCH]',
  flags: pageFlags,
  run: (context) =>
    withCaller(context, (caller) => {
      const { all, cursor, limit } = context.flags;
      const ask = (at: string | undefined) => caller.call(listGroups, given({ search: context.operands[0], limit, cursor: at }));
      return showPages(context, { all, cursor }, ask, columns);
    }),
});

export function showWhole({ output }: Pick<CommandContext, 'output'>, group: OutputOf<typeof showGroup>): number {
  const names = (some: readonly { readonly name: string }[]) => some.map(({ name }) => name).join(', ') || 'none';
  const roles = group.roles.map(({ role, from, until }) => `${role.name} (${spanText(from, until)})`).join(', ') || 'none';
  const { name, id, domain, description, members } = group;
  output.record({ group: name, id, domain, description, members, roles, 'lies in': names(group.parents), 'holds groups': names(group.children) }, group);
  return exitCodes.done;
}

export const show = command({
  name: 'group show',
  summary: 'One group with its roles and nesting; with --members, who is in it.',
  usage: 'GROUP',
  flags: { members: { type: 'boolean', summary: 'List its direct members instead.' }, ...pageFlags },
  run: (context) =>
    withCaller(context, async (caller) => {
      const id = await groupIdOf(caller, context.operands[0] ?? '');
      const { members, all, cursor, limit } = context.flags;
      if (!members) return showWhole(context, await caller.call(showGroup, { id }));
      return showPages(context, { all, cursor }, (at) => caller.call(membersOfGroup, { id, ...given({ limit, cursor: at }) }), [
        { title: 'user', value: (row) => qualified(row), shrink: true },
        { title: 'shown name', value: (row) => row.shownName, shrink: true },
        { title: 'kind', value: (row) => row.kind },
        { title: 'state', value: (row) => row.state },
      ]);
    }),
});

export const add = command({
  name: 'group add',
  summary: 'Add a group to PRIMARY.',
  usage: 'NAME',
  flags: { description: { type: 'string', summary: 'What it is for.' } },
  run: (context) =>
    withCaller(context, async (caller) => showWhole(context, await caller.call(addGroup, { name: context.operands[0] ?? '', ...given(context.flags) }))),
});

export const edit = command({
  name: 'group edit',
  summary: 'Rename or describe a group.',
  usage: 'GROUP',
  flags: {
    name: { type: 'string', summary: 'Its new name.' },
    description: { type: 'string', summary: 'What it is for.' },
    version: { type: 'number', summary: 'Refuse if it was changed since.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      if (context.flags.name === undefined && context.flags.description === undefined) throw new UsageFault('Say what to change: --name or --description.');
      return showWhole(context, await caller.call(updateGroup, { id: await groupIdOf(caller, context.operands[0] ?? ''), ...given(context.flags) }));
    }),
});

export const deleted = command({
  name: 'group delete',
  summary: 'Delete a group; its members lose what they held through it.',
  usage: 'GROUP',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const done = await caller.call(deleteGroup, { id: await groupIdOf(caller, context.operands[0] ?? '') });
      if (context.output.json) context.output.record({}, done);
      else context.output.line(`The group ${context.operands[0]} is gone.`);
      return exitCodes.done;
    }),
});
