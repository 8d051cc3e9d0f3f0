// What the demo asks before it begins: whether there is anything yet, and what it builds on.
// Called by the files of this room and by the command line. Does not know what is loaded.
import type { Db, Tx } from '#db/tables.ts';

/** Nobody but those whom set-up made, and no groups. */
export async function isEmpty(db: Db): Promise<boolean> {
  const [user, group] = [await db.selectFrom('users').select('no').limit(2).execute(), await db.selectFrom('groups').select('no').limit(1).execute()];
  return user.length < 2 && group.length === 0;
}

/** What the demo builds on: the next row keys, PRIMARY, and the node that branches of applications hang from. */
export async function foundations(tx: Tx) {
  const last = async (table: 'users' | 'roles' | 'groups' | 'permission_nodes' | 'attributes' | 'role_users') =>
    Number(
      (
        await tx
          .selectFrom(table)
          .select((row) => row.fn.max('no').as('no'))
          .executeTakeFirst()
      )?.no ?? 0,
    );
  const store = await tx.selectFrom('stores').select('no').where('kind', '=', 'primary').executeTakeFirst();
  const node = await tx.selectFrom('permission_nodes').select('no').where('path', '=', '/permission/applications').executeTakeFirst();
  if (!store || !node) return null;
  return {
    storeNo: store.no,
    applicationsNo: node.no,
    users: await last('users'),
    roles: await last('roles'),
    groups: await last('groups'),
    nodes: await last('permission_nodes'),
    // Built-in ones have row keys below zero.
    attributes: Math.max(0, await last('attributes')),
    givings: await last('role_users'),
  };
}
export type Foundations = NonNullable<Awaited<ReturnType<typeof foundations>>>;
