// `reeve user roles|give|take`: which roles he holds, and where each comes from.
import type { OutputOf } from '#contract.ts';
import { changeRolesOfUser, rolesOfUser } from '#users/contract.ts';
import { type CommandContext, command } from '../arguments.ts';
import { withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { giveFlags, givingOf, scopeText, spanText } from '../giving.ts';
import { idsOf, roleIdOf, userIdOf } from '../names.ts';
import type { Column } from '../output.ts';

type Held = OutputOf<typeof rolesOfUser>;

const columns: readonly Column<Held['items'][number]>[] = [
  { title: 'role', value: (row) => row.role.name, shrink: true },
  { title: 'through', value: (row) => row.through.map((group) => group.name).join(' › ') || 'directly', shrink: true },
  { title: 'when', value: (row) => `${spanText(row.from, row.until)}${row.inForce ? '' : ' (not in force)'}` },
  { title: 'on', value: (row) => scopeText(row.scope), shrink: true },
  { title: 'given by', value: (row) => row.givenBy, shrink: true },
];

const groupText = ({ name, through }: Held['groups'][number]) =>
  through.length === 0 ? name : `${name} (through ${through.map((group) => group.name).join(' › ')})`;

async function showHeld({ output }: Pick<CommandContext, 'output'>, held: Held): Promise<number> {
  if (output.json) output.record({}, held);
  else {
    await output.table(columns, held.items);
    if (held.groups.length > 0) output.line(`Groups: ${held.groups.map(groupText).join(', ')}`);
  }
  return exitCodes.done;
}

export const roles = command({
  name: 'user roles',
  summary: 'The roles of a user, direct and through groups.',
  usage: 'USER',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => showHeld(context, await caller.call(rolesOfUser, { id: await userIdOf(caller, context.operands[0] ?? '') }))),
});

export const give = command({
  name: 'user give',
  summary: 'Give roles to a user.',
  usage: 'USER ROLE…',
  flags: giveFlags,
  run: (context) =>
    withCaller(context, async (caller) => {
      const [user = '', ...names] = context.operands;
      const id = await userIdOf(caller, user);
      const giving = givingOf(caller, context.flags);
      const roleIds = await idsOf(caller, names, roleIdOf);
      return showHeld(context, await caller.call(changeRolesOfUser, { id, give: roleIds.map((role) => ({ role, ...giving })) }));
    }),
});

export const take = command({
  name: 'user take',
  summary: 'Take roles from a user.',
  usage: 'USER ROLE…',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const [user = '', ...names] = context.operands;
      const id = await userIdOf(caller, user);
      return showHeld(context, await caller.call(changeRolesOfUser, { id, take: await idsOf(caller, names, roleIdOf) }));
    }),
});
