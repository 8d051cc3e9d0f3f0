// Puts a user's own password in place of the one before: judged, hashed, changed, journaled without it; everything else he is signed in with ends.
// Called by flow.ts and actions.ts, which have proved who he is. Does not know how.
import type { Door } from '#actor.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { change } from '#journal/change.ts';
import { checkPassword, type PasswordLengths, type PasswordOwner } from '#passwords/policy.ts';
import { type Ended, endOthers } from '#sessions/end-all.ts';
import type { World } from '#world.ts';
import { factsOf } from './authenticate.ts';
import { type CredentialRow, insertEvent, raiseEpoch, readCredential, replacePassword } from './queries.ts';

export const passwordLengthMax = 256;
export const lengthsOf = ({ config }: World): PasswordLengths => ({ lengthMin: config.passwordLengthMin, lengthMax: passwordLengthMax });
export const passwordOwner = (user: CredentialRow): PasswordOwner => ({ userName: user.user_name, mail: user.mail, shownName: user.shown_name });

type Changing = {
  readonly user: CredentialRow;
  readonly password: string;
  /** The session that goes on; '' = none. */
  readonly session: string;
  readonly right: string;
  readonly door: Door;
  readonly network?: string;
  /** Run first inside the change; throws when the proof does not hold any more. */
  readonly admit: (tx: Tx) => Promise<void>;
};

export async function changePassword(
  world: World,
  { user, password, session, right, door, network = '', admit }: Changing,
): Promise<{ readonly ended: Ended; readonly epoch: number }> {
  if (user.store_kind !== 'primary') throw new Refusal('store.read-only', { domain: user.domain });
  checkPassword(password, { ...passwordOwner(user), ...lengthsOf(world) });
  const passwordHash = await world.hashing.hash(password);
  const header = { actorKind: 'user', actorId: user.id, right, door, operation: 'me.change-password', reason: '' };
  const committed = await change(world.db, world.now(), header, async ({ tx, now, record }) => {
    await admit(tx);
    await refuseChangedMeanwhile(tx, user, now);
    const replaced = await replacePassword(tx, { no: user.no, was: user.password_hash ?? '', passwordHash, now });
    if (replaced !== 1) throw new Refusal('auth.required');
    const { epoch, version } = await raiseEpoch(tx, { no: user.no, now });
    const ended = await endOthers(tx, { userNo: user.no, session, epoch: epoch - 1, now });
    await insertEvent(tx, { at: now, outcome: 'password-changed', userNo: user.no, network, door });
    record({
      kind: 'user',
      id: user.id,
      name: `${user.domain}/${user.user_name}`,
      before: { password: 'as before', version: version - 1 },
      after: { password: 'changed', version },
    });
    return { ended, epoch };
  });
  await world.changes.committed(committed);
  return committed.value;
}

/** The gate again, on the row: what was locked or ended while the password was hashed stays shut. */
async function refuseChangedMeanwhile(tx: Tx, user: CredentialRow, now: number) {
  const fresh = await readCredential(tx, user.no);
  if (!fresh) throw new Refusal('auth.required');
  const shut = gate(factsOf(fresh), { epoch: user.revocation_epoch, now });
  if (shut) throw shut;
}
