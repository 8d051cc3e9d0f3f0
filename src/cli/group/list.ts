// `reeve group list|show|add|edit|delete`.
import type { OutputOf } from '#contract.ts';
import { addGroup, deleteGroup, type Group, listGroups, membersOfGroup, showGroup, updateGroup } from '#groups/contract.ts';
import { type CommandContext, command } from '../arguments.ts';
import { deleteByName, describeFlags, editByName, listByName } from '../by-name.ts';
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

export const list = listByName({ name: 'group list', summary: 'Groups, by name.' }, (caller, wanted) => caller.call(listGroups, wanted), columns);

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
  flags: describeFlags,
  run: (context) =>
    withCaller(context, async (caller) => showWhole(context, await caller.call(addGroup, { name: context.operands[0] ?? '', ...given(context.flags) }))),
});

export const edit = editByName(
  { name: 'group edit', summary: 'Rename or describe a group.' },
  { usage: 'GROUP', idOf: groupIdOf, update: (caller, input) => caller.call(updateGroup, input), showWhole },
);

export const deleted = deleteByName(
  { name: 'group delete', summary: 'Delete a group; its members lose what they held through it.' },
  { usage: 'GROUP', noun: 'group', idOf: groupIdOf, remove: (caller, id) => caller.call(deleteGroup, { id }) },
);
