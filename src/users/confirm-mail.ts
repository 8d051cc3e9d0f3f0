// Asking somebody by mail whether an address is his, and telling him at the one before that it is another now.
// Called inside a change, by update-user and by authentication/. What following the link does is authentication/'s to know. Ring `world.mail` after the commit.
import type { Tx } from '#db/tables.ts';
import { removeLinks, verifiedAt } from '#mail/link-queries.ts';
import { newLink } from '#mail/links.ts';
import { mailLanguageOf, queueMail } from '#mail/queue.ts';
import { sendsMail } from '#mail/server.ts';
import type { World } from '#world.ts';
import { mailKeyOf } from './user.ts';

const dayMilliseconds = 86_400_000;
const changedDays = 3;

export type Asked = {
  readonly no: number;
  readonly revocation_epoch: number;
  readonly user_name: string;
  readonly shown_name: string;
  readonly mail: string;
  readonly language: string;
};

/** The link takes the place of the one before. Gives when it ends. */
export async function askToConfirm(tx: Tx, world: World, { user, now }: { readonly user: Asked; readonly now: number }): Promise<number> {
  const { no, mail } = user;
  const endsAt = now + dayMilliseconds;
  await removeLinks(tx, { userNo: no, purposes: ['verify'] });
  const whom = { no, epoch: user.revocation_epoch, credentialAt: 0, mail, mailKey: mailKeyOf(mail) };
  const link = await newLink(tx, world, { purpose: 'verify', user: whom, browser: '', now, endsAt });
  const values = { name: user.shown_name, userName: user.user_name, mail, link: `/account/mail?link=${link}` };
  await queueMail(tx, world, { kind: 'verify', userNo: no, address: mail, language: mailLanguageOf(world, user.language), values, endsAt, now });
  return endsAt;
}

type Changing = {
  readonly row: Asked & { readonly kind: string; readonly mail_key: string; readonly pending: string };
  readonly mail: string;
  readonly now: number;
};

/**
 * Whoever waits for his first password is invited anew instead: he cannot sign in to confirm anything.
 * The old address is told only if it was shown to be his: else the new one would be told to somebody unknown.
 */
export async function followChangedMail(tx: Tx, world: World, { row, mail, now }: Changing): Promise<void> {
  if (row.kind !== 'person' || row.pending === 'password' || !sendsMail(world)) return;
  if ((await verifiedAt(tx, { userNo: row.no, mailKey: row.mail_key })) > 0) {
    const values = { name: row.shown_name, userName: row.user_name, mail: mail === '' ? '–' : mail };
    const language = mailLanguageOf(world, row.language);
    await queueMail(tx, world, { kind: 'changed', userNo: row.no, address: row.mail, language, values, endsAt: now + changedDays * dayMilliseconds, now });
  }
  await removeLinks(tx, { userNo: row.no, purposes: ['verify', 'recovery'] });
  if (mail !== '') await askToConfirm(tx, world, { user: { ...row, mail }, now });
}
