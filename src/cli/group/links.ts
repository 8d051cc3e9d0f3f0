// `reeve group add-member|remove-member|nest|unnest|give|take`: what a group is tied to.
import { changeMembers, changeNesting, changeRolesOfGroup } from '#groups/contract.ts';
import { command } from '../arguments.ts';
import { type Caller, withCaller } from '../call.ts';
import { giveFlags, givingOf } from '../giving.ts';
import { groupIdOf, idsOf, roleIdOf, userIdOf } from '../names.ts';
import { showWhole } from './list.ts';

type Link = { readonly id: string; readonly ids: string[] };
type Tie = { readonly verb: string; readonly summary: string; readonly others: string; readonly idOf: typeof userIdOf };

/** GROUP and the others it is tied to or loosed from, in one change. */
const tie = ({ verb, summary, others, idOf }: Tie, ask: (caller: Caller, link: Link) => Promise<Parameters<typeof showWhole>[1]>) =>
  command({
    name: `group ${verb}`,
    summary,
    usage: `GROUP ${others}…`,
    flags: {},
    run: (context) =>
      withCaller(context, async (caller) => {
        const [group = '', ...names] = context.operands;
        return showWhole(context, await ask(caller, { id: await groupIdOf(caller, group), ids: await idsOf(caller, names, idOf) }));
      }),
  });

export const addMember = tie({ verb: 'add-member', summary: 'Add users to a group.', others: 'USER', idOf: userIdOf }, (caller, { id, ids }) =>
  caller.call(changeMembers, { id, add: ids }),
);
export const removeMember = tie({ verb: 'remove-member', summary: 'Remove users from a group.', others: 'USER', idOf: userIdOf }, (caller, { id, ids }) =>
  caller.call(changeMembers, { id, remove: ids }),
);
export const nest = tie({ verb: 'nest', summary: 'Put groups into this group.', others: 'CHILD', idOf: groupIdOf }, (caller, { id, ids }) =>
  caller.call(changeNesting, { id, add: ids }),
);
export const unnest = tie({ verb: 'unnest', summary: 'Take groups out of this group.', others: 'CHILD', idOf: groupIdOf }, (caller, { id, ids }) =>
  caller.call(changeNesting, { id, remove: ids }),
);
export const take = tie({ verb: 'take', summary: 'Take roles from a group.', others: 'ROLE', idOf: roleIdOf }, (caller, { id, ids }) =>
  caller.call(changeRolesOfGroup, { id, take: ids }),
);

export const give = command({
  name: 'group give',
  summary: 'Give roles to a group.',
  usage: 'GROUP ROLE…',
  flags: giveFlags,
  run: (context) =>
    withCaller(context, async (caller) => {
      const [group = '', ...names] = context.operands;
      const id = await groupIdOf(caller, group);
      const giving = givingOf(caller, context.flags);
      const roles = await idsOf(caller, names, roleIdOf);
      return showWhole(context, await caller.call(changeRolesOfGroup, { id, give: roles.map((role) => ({ role, ...giving })) }));
    }),
});
