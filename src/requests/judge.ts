// Who decides a request: whoever may do what is asked for, on the one who asks (rules 15–18). Nobody decides his own.
// Called by the list, for its buttons, and by the deciding itself on the rows of its transaction.
import type { Actor } from '#actor.ts';
import { admitActor, admitTarget, findTarget, type Source } from '#admission.ts';
import { Refusal } from '#errors.ts';
import { reaches } from '#permissions/scope.ts';
import { judgeGiving, type Receiver } from '#roles/give-roles.ts';
import { isAdministrative } from '#roles/role.ts';
import { addUser, changeRolesOfUser } from '#users/contract.ts';
import { deleteUser } from '#users/state-contract.ts';
import { listRequests, type RequestKind } from './contract.ts';
import type { RequestRow } from './queries.ts';

export type Verdict = 'approved' | 'refused';

/** What approving comes to. Refusing takes the same right: whoever might give it is asked. */
export const rightFor: Readonly<Record<RequestKind, typeof addUser.needs | typeof changeRolesOfUser.needs | typeof deleteUser.needs>> = {
  account: addUser.needs,
  role: changeRolesOfUser.needs,
  deletion: deleteUser.needs,
};

/** Written by `ask`. */
export const kindOf = ({ kind }: Pick<RequestRow, 'kind'>): RequestKind => kind as RequestKind;
export const nameOf = ({ domain, user_name }: Pick<RequestRow, 'domain' | 'user_name'>): string => `${domain}/${user_name}`;

export type Judging = { readonly actor: Actor; readonly verdict: Verdict; readonly until: number };

/** Throws what speaks against it. */
export async function judge(source: Source, row: RequestRow, { actor, verdict, until }: Judging): Promise<void> {
  const kind = kindOf(row);
  const operation = { ...listRequests, needs: rightFor[kind], target: { kind: 'user', field: 'user', acts: kind !== 'role' } } as const;
  if (actor.kind === 'user' && actor.id === row.user_id) throw new Refusal('self.refused');
  const admission = await admitActor(source, actor, operation);
  const found = await findTarget(source, 'user', row.user_id);
  // That he is there, the asker's page has shown already; here it is about the other right.
  if (found && !reaches(admission.reach, found.on)) throw new Refusal('scope.too-wide');
  await admitTarget(source, admission, { actor, operation, input: { user: row.user_id } });
  if (kind !== 'role' || verdict === 'refused' || !found) return;
  if (row.role_id === null) throw new Refusal('role.missing');
  // A role that has become administrative since is given by hand, if at all: that is not what was asked for.
  const role = source.model.roleById.get(row.role_id);
  if (!role || isAdministrative(source.model, role)) throw new Refusal('role.not-requestable');
  if (until > 0 && until <= source.now) throw new Refusal('request.past', {}, [{ field: 'until' }]);
  const receiver: Receiver = { kind: 'user', no: row.user_no, id: row.user_id, name: nameOf(row), on: found.on };
  judgeGiving({ model: source.model, powers: admission.powers, reach: admission.reach, actor }, receiver, { role: row.role_id, until });
}

/** Whoever was refused an account and brought back from the recycle bin still waits: he may be let in. */
export const isStillWaiting = ({ kind, pending, user_deleted_at, decision }: RequestRow): boolean =>
  kind === 'account' && decision !== 'approved' && pending === 'approval' && user_deleted_at === 0;

export const isOpen = ({ decided_at }: Pick<RequestRow, 'decided_at'>): boolean => decided_at === 0;
