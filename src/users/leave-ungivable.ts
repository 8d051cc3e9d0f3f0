// Who comes back from the recycle bin by somebody's doing leaves behind the roles and groups that have ended, and those that this actor may not give (rule 24):
// they are removed and named, so that nothing comes alive later that nobody has judged. What stays is given anew, so administering wants a fresh proof. Called inside a change, by restoring and by re-linking.
import type { Doing } from '#action.ts';
import { givenThrough } from '#groups/group.ts';
import type { On } from '#permissions/scope.ts';
import { notGivable, refuseGiving } from '#roles/giving.ts';
import { scopeOf } from '#roles/role.ts';
import { mayGiveGroup } from './join-groups.ts';
import { grantsOf, groupsOf, leaveGroup, removeGrant, type UserRecord } from './queries.ts';

/** Gives what was left, in words. */
export const leaveUngivable = async (doing: Doing, row: UserRecord, on: On): Promise<readonly string[]> => [
  ...(await leaveRoles(doing, row, on)),
  ...(await leaveGroups(doing, row, on)),
];

async function leaveRoles(doing: Doing, { no, id, domain, user_name }: UserRecord, on: On): Promise<readonly string[]> {
  const left: string[] = [];
  for (const grant of await grantsOf(doing.tx, no)) {
    const scope = scopeOf(grant.scope);
    const hasEnded = grant.until_at > 0 && grant.until_at <= doing.now;
    const given = { roleNo: grant.role_no, scope, until: grant.until_at, on };
    if (!hasEnded && !notGivable(doing, given)) {
      await refuseGiving(doing, given);
      continue;
    }
    await removeGrant(doing.tx, grant.no);
    const before = { role: { id: doing.model.roles.get(grant.role_no)?.id ?? '', name: grant.name }, until: grant.until_at, scope };
    doing.record({ kind: 'membership', id, name: `${domain}/${user_name} · ${grant.name}`, before, after: null });
    left.push(`role ${grant.name}${hasEnded ? ' (has ended)' : ''}`);
  }
  return left;
}

async function leaveGroups(doing: Doing, { no, id, domain, user_name }: UserRecord, on: On): Promise<readonly string[]> {
  const left: string[] = [];
  for (const group of await groupsOf(doing.tx, no)) {
    if (group.deleted_at === 0 && mayGiveGroup(doing, group.no, on)) {
      for (const given of givenThrough(doing.model, group.no, doing.now)) await refuseGiving(doing, { ...given, on });
      continue;
    }
    await leaveGroup(doing.tx, { groupNo: group.no, userNo: no });
    doing.record({
      kind: 'membership',
      id,
      name: `${domain}/${user_name} · ${group.name}`,
      before: { group: { id: group.id, name: group.name } },
      after: null,
    });
    left.push(`group ${group.name}`);
  }
  return left;
}
