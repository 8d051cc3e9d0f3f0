// Brings a deleted user back with his password and the memberships that still exist, have not ended, and that the restorer may give (rule 24).
// The others are removed and named, so that nothing comes alive later that nobody has judged. Never sessions, tokens or temporary passwords.
import { action, type Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import type { On } from '#permissions/scope.ts';
import { notGivable } from '#roles/giving.ts';
import { scopeOf } from '#roles/role.ts';
import { entryOf } from '#stores/writing/queries.ts';
import { alterUser } from './alter-user.ts';
import { restoreUser as operation } from './contract.ts';
import { mayGiveGroup } from './join-groups.ts';
import { keyByName } from './mapped.ts';
import { grantsOf, groupsOf, leaveGroup, removeCredential, removeGrant, type UserRecord } from './queries.ts';
import { onOf } from './reach.ts';

export const restoreUser = action(operation, (call, { id, version }) =>
  call.change(async (doing) => {
    const left: string[] = [];
    const { user } = await alterUser(doing, { id, version, inBin: true }, async (row) => {
      await refuseGone(doing, row);
      const on = await onOf(doing, id);
      left.push(...(await leaveRoles(doing, row, on)), ...(await leaveGroups(doing, row, on)));
      const isTemporary = (row.temporary_until ?? 0) > 0;
      if (!isTemporary) return { set: { deleted_at: 0 } };
      await removeCredential(doing.tx, row.no);
      left.push('the temporary password');
      return { set: { deleted_at: 0, ...(row.kind === 'person' ? { pending: 'password' } : {}) } };
    });
    return { user, left };
  }),
);

/** Whoever is not in his store any more could not sign in. Without an id of its own, an entry comes back only by being confirmed here (rule 4). */
async function refuseGone({ tx }: Doing, { no, user_name, domain }: UserRecord): Promise<void> {
  const entry = await entryOf(tx, { kind: 'user', no });
  if (entry && entry.gone_at !== 0 && !entry.key.startsWith(keyByName)) throw new Refusal('store.gone', { name: user_name, domain });
}

async function leaveRoles(doing: Doing, { no, id, domain, user_name }: UserRecord, on: On): Promise<readonly string[]> {
  const left: string[] = [];
  for (const grant of await grantsOf(doing.tx, no)) {
    const scope = scopeOf(grant.scope);
    const hasEnded = grant.until_at > 0 && grant.until_at <= doing.now;
    if (!hasEnded && !notGivable(doing, { roleNo: grant.role_no, scope, until: grant.until_at, on })) continue;
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
    if (group.deleted_at === 0 && mayGiveGroup(doing, group.no, on)) continue;
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
