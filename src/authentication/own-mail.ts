// Showing that one's mail address is one's own: a link goes there, and whoever is signed in as the one who asked follows it. Only such an address counts for getting back in.
// Called by actions.ts and edges/sign-in. Who wrote the address down, and when, does not matter: another address is another proof.
import type { Call } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { change } from '#journal/change.ts';
import { type LinkRow, takeLink, verifiedAt, writeVerified } from '#mail/link-queries.ts';
import { followLink } from '#mail/links.ts';
import { sendsMail } from '#mail/server.ts';
import { say } from '#sentences/sentence.ts';
import { askToConfirm } from '#users/confirm-mail.ts';
import { mailKeyOf } from '#users/user.ts';
import type { World } from '#world.ts';
import { attemptUser } from './attempts.ts';
import { factsOf, waitOf } from './authenticate.ts';
import { type CredentialRow, readCredential } from './queries.ts';
import { readLanguage } from './recovery-queries.ts';

export async function myMail({ world }: Pick<Call, 'world'>, actor: UserActor) {
  const user = await himself(world, actor);
  const mayAsk = user.mail !== '' && sendsMail(world);
  return { mail: user.mail, verifiedAt: await verifiedAt(world.db.read, { userNo: user.no, mailKey: mailKeyOf(user.mail) }), mayAsk };
}

async function himself({ db }: World, actor: UserActor): Promise<CredentialRow> {
  const user = await readCredential(db.read, actor.no);
  if (!user) throw new Refusal('auth.required');
  return user;
}

/** A link to his present address; it takes the place of the one before. */
export async function verifyMyMail({ world, now }: Pick<Call, 'world' | 'now'>, actor: UserActor): Promise<{ readonly to: string; readonly endsAt: number }> {
  const user = await himself(world, actor);
  if (!sendsMail(world)) throw new Refusal('mail.not-set-up', { says: say('mail.server-needed') });
  if (user.mail === '') throw new Refusal('verification.no-mail');
  refuseTooMany(world, user);
  const endsAt = await world.db.write(async (tx) => {
    const language = await readLanguage(tx, user.no);
    return askToConfirm(tx, world, { user: { ...user, language }, now });
  });
  world.mail.ring();
  return { to: user.mail, endsAt };
}

/** The address may be somebody else's, who did not ask for a single mail. */
function refuseTooMany({ mail, salt, now }: World, { domain, user_name, id }: CredentialRow): void {
  const key = { user: attemptUser(salt, domain, user_name), network: '', known: true, userId: id };
  const seconds = mail.asked.waitSeconds(key, now());
  if (seconds > 0) throw new Refusal('recovery.throttled', { wait: waitOf(seconds), seconds });
  mail.asked.failed(key, now());
}

/** The link somebody who is signed in follows, if it is his own and leads to the address he has. */
export async function followedByMe(world: World, actor: UserActor, text: unknown): Promise<LinkRow> {
  const followed = await followLink(world, { text, purpose: 'verify', browser: undefined });
  const user = await himself(world, actor);
  // Of somebody else who is signed in here, the link proves nothing (GHSA-xhpr-465j-7p9q).
  if (!followed || followed.row.user_no !== user.no || followed.row.mail_key !== mailKeyOf(user.mail)) throw new Refusal('verification.over');
  return followed.row;
}

export async function confirmMyMail(world: World, actor: UserActor, text: unknown): Promise<void> {
  const link = await followedByMe(world, actor, text);
  const header = { actorKind: 'user', actorId: actor.id, right: 'self', door: actor.door, operation: 'me.confirm-mail', reason: '' };
  const committed = await change(world.db, world.now(), header, async ({ tx, now, record }) => {
    const [taken, user] = [await takeLink(tx, link.id), await readCredential(tx, actor.no)];
    if (!taken || !user || taken.mail_key !== mailKeyOf(user.mail)) throw new Refusal('verification.over');
    const shut = gate(factsOf(user), { epoch: actor.epoch, now });
    if (shut) throw shut;
    await writeVerified(tx, { userNo: user.no, mailKey: taken.mail_key, now });
    record({ kind: 'user', id: user.id, name: `${user.domain}/${user.user_name}`, before: { mailVerified: '' }, after: { mailVerified: taken.mail } });
  });
  await world.changes.committed(committed);
}
