// Inviting: a person without a password gets a link by mail and chooses his own. Only he ever knows it, and following the link shows that the address is his.
// Called by add-user and invite-user inside a change. What following it does is authentication/'s to know.
import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { linkSection } from '#mail/contract.ts';
import { removeLinks } from '#mail/link-queries.ts';
import { newLink } from '#mail/links.ts';
import { mailLanguageOf, queueMail } from '#mail/queue.ts';
import { sendsMail } from '#mail/server.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { mailKeyOf } from './user.ts';

const dayMilliseconds = 86_400_000;

export type Invited = {
  readonly no: number;
  readonly epoch: number;
  readonly userName: string;
  readonly shownName: string;
  readonly mail: string;
  readonly language: string;
};

/** Who can be invited at all, and whether anything can be sent. */
export function refuseUninvitable(world: World, { kind, mail }: { readonly kind: string; readonly mail: string }): void {
  if (kind !== 'person') throw new Refusal('invitation.not', { says: say('invitation.persons') }, [{ field: 'invite' }]);
  if (mail === '') throw new Refusal('invitation.not', { says: say('invitation.no-mail') }, [{ field: 'mail' }]);
  if (!sendsMail(world)) throw new Refusal('mail.not-set-up', { says: say('mail.server-needed') }, [{ field: 'invite' }]);
}

/** Gives when it ends. Ring `world.mail` after the commit. */
export async function invite({ tx, now }: Doing, world: World, { no, epoch, userName, shownName, mail, language }: Invited): Promise<number> {
  const endsAt = now + world.settings.of(linkSection).invitationDays * dayMilliseconds;
  await removeLinks(tx, { userNo: no, purposes: ['invitation'] });
  const user = { no, epoch, credentialAt: 0, mail, mailKey: mailKeyOf(mail) };
  const link = await newLink(tx, world, { purpose: 'invitation', user, browser: '', now, endsAt });
  const values = { name: shownName, userName, link: `/invitation?link=${link}` };
  await queueMail(tx, world, { kind: 'invitation', userNo: no, address: mail, language: mailLanguageOf(world, language), values, endsAt, now });
  return endsAt;
}
