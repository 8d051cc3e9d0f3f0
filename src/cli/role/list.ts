// `reeve role list|show|add|edit|delete|members`.
import type { OutputOf } from '#contract.ts';
import { addRole, deleteRole, listRoles, membersOfRole, type Role, showRole, updateRole } from '#roles/contract.ts';
import { type CommandContext, command } from '../arguments.ts';
import { deleteByName, describeFlags, editByName, listByName } from '../by-name.ts';
import { given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { scopeText, spanText } from '../giving.ts';
import { idsOf, pathOf, roleIdOf, userIdOf } from '../names.ts';
import type { Column } from '../output.ts';
import { pageFlags, showPages } from '../pages.ts';

const columns: readonly Column<Role>[] = [
  { title: 'role', value: (row) => row.name, shrink: true },
  { title: 'users', value: (row) => row.users, align: 'right' },
  { title: 'groups', value: (row) => row.groups, align: 'right' },
  { title: '', value: (row) => [row.builtIn === '' ? '' : 'built in', row.administrative ? 'administrative' : ''].filter((part) => part !== '').join(', ') },
  { title: 'description', value: (row) => row.description, shrink: true },
];

export const list = listByName({ name: 'role list', summary: 'Roles, by name.' }, (caller, wanted) => caller.call(listRoles, wanted), columns);

export async function showWhole({ output }: Pick<CommandContext, 'output'>, role: OutputOf<typeof showRole>): Promise<number> {
  const { name, id, description, users, groups, entries } = role;
  output.record({ role: name, id, description, users, groups }, role);
  if (!output.json)
    await output.table(
      [
        { title: 'effect', value: (entry) => entry.effect },
        { title: 'permission', value: (entry) => entry.permission },
      ],
      entries,
    );
  return exitCodes.done;
}

export const show = command({
  name: 'role show',
  summary: 'One role with its permissions.',
  usage: 'ROLE',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => showWhole(context, await caller.call(showRole, { id: await roleIdOf(caller, context.operands[0] ?? '') }))),
});

export const add = command({
  name: 'role add',
  summary: 'Add a role.',
  usage: 'NAME',
  flags: {
    ...describeFlags,
    allow: { type: 'list', value: 'PERMISSION', summary: 'Allow these; a node covers everything below it.' },
    deny: { type: 'list', value: 'PERMISSION', summary: 'Deny these, below something that is allowed.' },
    user: { type: 'list', value: 'USER', summary: 'Give it to these users.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { description, allow, deny, user } = context.flags;
      const entries = [
        ...allow.map((path) => ({ permission: pathOf(path), effect: 'allow' as const })),
        ...deny.map((path) => ({ permission: pathOf(path), effect: 'deny' as const })),
      ];
      const users = await idsOf(caller, user, userIdOf);
      return showWhole(context, await caller.call(addRole, { name: context.operands[0] ?? '', entries, users, ...given({ description }) }));
    }),
});

export const edit = editByName(
  { name: 'role edit', summary: 'Rename or describe a role.' },
  { usage: 'ROLE', idOf: roleIdOf, update: (caller, input) => caller.call(updateRole, input), showWhole },
);

export const deleted = deleteByName(
  { name: 'role delete', summary: 'Delete a role; everybody who held it loses it.' },
  { usage: 'ROLE', noun: 'role', idOf: roleIdOf, remove: (caller, id) => caller.call(deleteRole, { id }) },
);

export const members = command({
  name: 'role members',
  summary: 'Users and groups that hold a role directly.',
  usage: 'ROLE',
  flags: pageFlags,
  run: (context) =>
    withCaller(context, async (caller) => {
      const id = await roleIdOf(caller, context.operands[0] ?? '');
      const { all, cursor, limit } = context.flags;
      return showPages(context, { all, cursor }, (at) => caller.call(membersOfRole, { id, ...given({ limit, cursor: at }) }), [
        { title: 'holder', value: (row) => `${row.holder} ${row.name}`, shrink: true },
        { title: 'shown name', value: (row) => row.shownName, shrink: true },
        { title: 'when', value: (row) => spanText(row.from, row.until) },
        { title: 'on', value: (row) => scopeText(row.scope), shrink: true },
        { title: 'given by', value: (row) => row.givenBy, shrink: true },
      ]);
    }),
});
