// Invites somebody who waits for his first password, again or for the first time; takes an invitation back; shows how it stands.
import { action, type Call } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import type { Mail } from '#mail/contract.ts';
import { removeLinks, verifiedAt } from '#mail/link-queries.ts';
import { newestMail } from '#mail/queries.ts';
import { returnOf } from '#mail/return-queries.ts';
import { sendsMail } from '#mail/server.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { seenUser } from './alter-user.ts';
import { invite, refuseUninvitable } from './invite.ts';
import { inviteUser as inviting, revokeInvitation as revoking, mailOfUser as showing } from './mail-contract.ts';
import type { UserRecord } from './queries.ts';
import { qualifiedName } from './shown-user.ts';

export const mailOfUser = action(showing, async (call, { id }) => shown(call, await seenUser(call.world.db.read, { id })));

/** In PRIMARY alone somebody waits for a first password: in other stores he has the one of his store. */
const waits = ({ pending, password_changed_at }: UserRecord): boolean => pending === 'password' && password_changed_at === null;

/** Asked by the rehearsal of many, too. */
export function refuseNotToBeInvited(world: World, row: UserRecord): void {
  if (!waits(row)) throw new Refusal('invitation.not', { says: say('invitation.has-password') });
  refuseUninvitable(world, row);
}

export const inviteUser = action(inviting, async (call, { id, version }) => {
  const { world } = call;
  await call.change(async (doing) => {
    const row = await seenUser(doing.tx, { id, version });
    refuseNotToBeInvited(world, row);
    const { no, revocation_epoch: epoch, user_name: userName, shown_name: shownName, mail, language } = row;
    const endsAt = await invite(doing, world, { no, epoch, userName, shownName, mail, language });
    doing.record({ kind: 'user', id, name: qualifiedName(row), before: { invitation: null }, after: { invitation: { to: mail, endsAt } } });
  });
  world.mail.ring();
  return shown(call, await seenUser(world.db.read, { id }));
});

export const revokeInvitation = action(revoking, (call, { id }) =>
  call.change(async (doing) => {
    const row = await seenUser(doing.tx, { id });
    const removed = await removeLinks(doing.tx, { userNo: row.no, purposes: ['invitation'] });
    if (removed > 0) doing.record({ kind: 'user', id, name: qualifiedName(row), before: { invitation: { to: row.mail } }, after: { invitation: null } });
    return {};
  }),
);

async function shown({ world, now }: Call, row: UserRecord): Promise<OutputOf<typeof showing>> {
  const { read } = world.db;
  const verified = await verifiedAt(read, { userNo: row.no, mailKey: row.mail_key });
  const mayInvite = waits(row) && row.kind === 'person' && row.mail !== '' && sendsMail(world);
  const returned = (await returnOf(read, { userNo: row.no, address: row.mail })) ?? null;
  const known = { mail: row.mail, verifiedAt: verified, returned, mayInvite };
  const newest = waits(row) ? await newestMail(read, { userNo: row.no, kind: 'invitation' }) : undefined;
  if (!newest) return { ...known, invitation: null };
  const isOpen = newest.link_ends_at !== null && now < newest.link_ends_at;
  const invitation = {
    to: newest.address,
    sentAt: newest.created_at,
    endsAt: newest.ends_at,
    state: isOpen ? 'open' : 'ended',
    // Written by queue.ts and runner.ts.
    mail: newest.state as Mail['state'],
    says: newest.says,
  } as const;
  return { ...known, invitation };
}
