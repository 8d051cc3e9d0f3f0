// Puts a mail into the outbox, inside the change that causes it: what is rolled back is never sent, and what is committed is not lost, whatever the mail server does.
// Called by rooms that have something to say by mail. Ring `world.mail` after the commit, so that nobody waits for the runner's next look.
// Does not send. What the mail is made from lies sealed until it was sent: a link in it is as good as a password.
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { type Bound, seal, unseal } from '#sealing.ts';
import type { World } from '#world.ts';
import { type MailKind, type MailLanguage, mailLanguages, mailSection } from './contract.ts';
import { insertMail, type MailRow, waitBeyond } from './queries.ts';
import type { Values } from './templates.ts';

/** More than any server of ours sends in a day; whoever waits behind so many is better told so. */
const waitingMax = 10_000;

export type NewMail = {
  readonly kind: MailKind;
  /** 0 and an address '' = nobody: leaves the same rows, and is sent nowhere (rule 30). */
  readonly userNo: number;
  readonly address: string;
  readonly language: MailLanguage;
  readonly values: Values;
  /** From when on it is of no use. */
  readonly endsAt: number;
  readonly now: number;
};

export async function queueMail(tx: Tx, world: World, { kind, userNo, address, language, values, endsAt, now }: NewMail): Promise<void> {
  if (await waitBeyond(tx, waitingMax)) throw new Refusal('mail.full');
  const id = world.newId();
  const secret = seal(world, JSON.stringify(values), boundTo(id));
  const fresh = { state: 'queued', tries: 0, says: '', created_at: now, due_at: now, finished_at: 0, lease_owner: '', lease_until: 0 };
  await insertMail(tx, { id, kind, user_no: userNo, address, language, secret, ends_at: endsAt, ...fresh });
}

const boundTo = (id: string): Bound => ({ use: 'mail secrets', place: `mail ${id}` });

/** Written by `queueMail`. */
export const valuesOf = (world: Pick<World, 'config'>, { id, secret }: Pick<MailRow, 'id' | 'secret'>): Values =>
  JSON.parse(unseal(world, secret, boundTo(id))) as Values;

/** The one somebody is written to in: his own, if we have texts in it. */
export function mailLanguageOf({ settings }: Pick<World, 'settings'>, tag: string): MailLanguage {
  const own = mailLanguages.find((language) => tag.toLowerCase().split(/[-_]/)[0] === language);
  return own ?? settings.of(mailSection).language;
}

/** A moment as mails say it. */
export const momentInWords = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
