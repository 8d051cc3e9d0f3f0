// Following an invitation: whoever waits for his first password chooses it, and his address is shown to be his. He signs in as ever afterwards.
// Called by edges/sign-in. Who is invited, and how, is users/'s to know.
import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { type Change, change } from '#journal/change.ts';
import { type LinkRow, removeLinks, takeLink, writeVerified } from '#mail/link-queries.ts';
import { followLink } from '#mail/links.ts';
import { checkPassword } from '#passwords/policy.ts';
import { updateUserRow, writeCredential } from '#users/queries.ts';
import { mailKeyOf } from '#users/user.ts';
import type { World } from '#world.ts';
import { factsOf } from './authenticate.ts';
import { removeFlowsOf } from './flow-queries.ts';
import { passwordOwner, ruleOf } from './own-password.ts';
import { type CredentialRow, insertEvent, raiseEpoch, readCredential } from './queries.ts';

export type InvitedUser = { readonly user: CredentialRow; readonly link: LinkRow };

/** Looks, and changes nothing. Whoever has the link has his mailbox, so he is told why he may not. */
export async function invitedBy(world: World, text: unknown): Promise<InvitedUser> {
  const followed = await followLink(world, { text, purpose: 'invitation', browser: undefined });
  const user = followed ? await readCredential(world.db.read, followed.row.user_no) : undefined;
  if (!followed || !user) throw new Refusal('invitation.over');
  refuseNotWaiting(user, followed.row, world.now());
  return { user, link: followed.row };
}

/** He must still be the one who was invited, at the same address, without a password, and kept out by nothing else. */
function refuseNotWaiting(user: CredentialRow, link: LinkRow, now: number): void {
  const isHe = user.revocation_epoch === link.epoch && mailKeyOf(user.mail) === link.mail_key && user.store_kind === 'primary';
  if (!isHe || user.pending !== 'password' || (user.password_hash ?? '') !== '') throw new Refusal('invitation.over');
  const shut = gate({ ...factsOf(user), pending: '' }, { now });
  if (shut) throw shut;
}

export type Accepting = InvitedUser & { readonly password: string; readonly network: string };

export async function acceptInvitation(world: World, accepting: Accepting): Promise<void> {
  const { user, password } = accepting;
  checkPassword(password, passwordOwner(user), await ruleOf(world, user));
  const passwordHash = await world.hashing.hash(password);
  const header = { actorKind: 'user', actorId: user.id, right: 'self', door: 'sign-in', operation: 'invitation.accept', reason: '' };
  const committed = await change(world.db, world.now(), header, (open) => accept(open, accepting, passwordHash));
  await world.changes.committed(committed);
}

async function accept({ tx, now, record }: Change, { user: { no }, link, network }: Accepting, passwordHash: string): Promise<void> {
  const [taken, user] = [await takeLink(tx, link.id), await readCredential(tx, no)];
  if (!taken || !user) throw new Refusal('invitation.over');
  refuseNotWaiting(user, taken, now);
  const { version } = await firstPassword(tx, { user, passwordHash, now });
  await removeLinks(tx, { userNo: no, purposes: ['invitation'] });
  await removeFlowsOf(tx, no);
  await writeVerified(tx, { userNo: no, mailKey: taken.mail_key, now, recovered: true });
  await insertEvent(tx, { at: now, outcome: 'password-changed', userNo: no, network, door: 'sign-in' });
  const [before, after] = [
    { pending: 'password', version: version - 1 },
    { pending: '', password: 'chosen', mailVerified: taken.mail, version },
  ];
  record({ kind: 'user', id: user.id, name: `${user.domain}/${user.user_name}`, before, after });
}

type First = { readonly user: CredentialRow; readonly passwordHash: string; readonly now: number };

async function firstPassword(tx: Change['tx'], { user, passwordHash, now }: First) {
  await writeCredential(tx, user.no, { password_hash: passwordHash, changed_at: now, must_change: 0, temporary_until: 0 });
  const raised = await raiseEpoch(tx, { no: user.no, now });
  await updateUserRow(tx, user.no, { pending: '' });
  return raised;
}
