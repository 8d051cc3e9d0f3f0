// Gives roles to a user and takes roles from him, in one change. What may be given and taken is judged by giveRoles and takeRoles.
import { action } from '#action.ts';
import { Refusal } from '#errors.ts';
import { giveRoles, takeRoles } from '#roles/give-roles.ts';
import { seenUser } from './alter-user.ts';
import { changeRolesOfUser as operation } from './contract.ts';
import { onOf } from './reach.ts';
import { membershipsShown } from './roles-of-user.ts';
import { qualifiedName } from './shown-user.ts';

export const changeRolesOfUser = action(operation, (call, { id, version, give = [], take = [] }) =>
  call.change(async (doing) => {
    if (doing.actor.kind === 'user' && doing.actor.id === id) throw new Refusal('self.refused');
    const { no, ...row } = await seenUser(doing.tx, { id, version });
    const receiver = { kind: 'user', no, id, name: qualifiedName(row), on: await onOf(doing, id) } as const;
    await takeRoles(doing, receiver, take);
    await giveRoles(
      doing,
      receiver,
      give.map(({ scope = null, ...given }) => ({ ...given, scope })),
    );
    return membershipsShown(doing.tx, doing.model, { userNo: no, now: doing.now });
  }),
);
