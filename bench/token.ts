// An API token for benches that ask as programs do. Called by bench files.
import { newToken } from '#sessions/session.ts';
import type { World } from '#world.ts';

const dayMilliseconds = 86_400_000;

/** A token of the administrator, as the token page would have made it. */
export async function tokenOf(world: World): Promise<string> {
  const id = world.newId();
  const { text, secretHash } = newToken('token', id, world.random);
  await world.db.write(async (tx) => {
    const { no, revocation_epoch } = await tx.selectFrom('users').select(['no', 'revocation_epoch']).where('name_key', '=', 'admin').executeTakeFirstOrThrow();
    const now = Date.now();
    const row = { id, user_no: no, secret_hash: secretHash, name: 'bench', permissions: '[]', created_by: 'host:bench', created_at: now };
    await tx
      .insertInto('tokens')
      .values({ ...row, epoch: revocation_epoch, ends_at: now + dayMilliseconds, last_used_at: 0 })
      .execute();
  });
  return text;
}
