// A code by mail in place of a second factor: for whoever needs one and has none of his own, where the rule allows it. Weaker than an app, so never beside one.
// Called by the flow, which waits for it, and by its step (show-factor.ts). The code is good in the flow it was sent from, once, for minutes.
import { Refusal } from '#errors.ts';
import { signInRule } from '#factors/contract.ts';
import { codeOfLink } from '#mail/link.ts';
import { verifiedMail } from '#mail/link-queries.ts';
import { newLink, proveByCode } from '#mail/links.ts';
import { mailLanguageOf, momentInWords, queueMail } from '#mail/queue.ts';
import { sendsMail } from '#mail/server.ts';
import { mailKeyOf } from '#users/user.ts';
import type { World } from '#world.ts';
import { attemptUser } from './attempts.ts';
import { waitOf } from './authenticate.ts';
import { originOf } from './known-browsers.ts';
import type { CredentialRow } from './queries.ts';
import { readLanguage } from './recovery-queries.ts';

const codeMilliseconds = 10 * 60_000;

/** Whether a code to his address may stand for the factor he lacks. */
export async function mayUseMail(world: World, user: CredentialRow): Promise<boolean> {
  if (!world.settings.of(signInRule).mailCodes || !sendsMail(world)) return false;
  if (user.kind !== 'person' || user.mail === '' || user.has_factor === 1) return false;
  // Those of other stores are their owners' word.
  return user.store_kind !== 'primary' || isSecondProof(world, user);
}

/** He has followed a link from it; and not to set the password of now: what that has proved is no second proof (rule 31). */
async function isSecondProof({ db }: World, { no, mail, credential_at }: CredentialRow): Promise<boolean> {
  const row = await verifiedMail(db.read, { userNo: no, mailKey: mailKeyOf(mail) });
  return row !== undefined && (row.recovered_at === 0 || row.recovered_at !== credential_at);
}

type Sending = { readonly flow: string; readonly network: string; readonly browser: string | undefined /** It is one of his. */; readonly known: boolean };

/** Each takes a mail from somebody who may not have asked: they are counted like questions for a new password. */
export async function sendMailCode(world: World, user: CredentialRow, { flow, network, browser, known }: Sending): Promise<void> {
  if (!(await mayUseMail(world, user))) throw new Refusal('factor.missing');
  refuseTooMany(world, user, { network, known });
  const now = world.now();
  const endsAt = now + codeMilliseconds;
  const place = originOf({ network, browser, isKnown: known }, user.no);
  const tag = await readLanguage(world.db.read, user.no);
  await world.db.write(async (tx) => {
    const whom = { no: user.no, epoch: user.revocation_epoch, credentialAt: user.credential_at ?? 0, mail: user.mail, mailKey: mailKeyOf(user.mail) };
    const code = codeOfLink(await newLink(tx, world, { purpose: 'factor', user: whom, browser: flow, place, now, endsAt }));
    const values = { name: user.shown_name, userName: user.user_name, network, code, until: momentInWords(endsAt) };
    await queueMail(tx, world, { kind: 'code', userNo: user.no, address: user.mail, language: mailLanguageOf(world, tag), values, endsAt, now });
  });
  world.mail.ring();
}

function refuseTooMany({ mail, salt, now }: World, { domain, user_name, id }: CredentialRow, { network, known }: Pick<Sending, 'network' | 'known'>): void {
  const key = { user: attemptUser(salt, domain, `${user_name}\nmail code`), network, known, userId: id };
  const seconds = mail.asked.waitSeconds(key, now());
  if (seconds > 0) throw new Refusal('recovery.throttled', { wait: waitOf(seconds), seconds });
  mail.asked.failed(key, now());
}

/** Guesses are few; the flow is taken by whoever guesses right, so the code is good once. */
export const isMailCode = async (world: World, user: CredentialRow, { flow, code }: { readonly flow: string; readonly code: string }): Promise<boolean> =>
  (await mayUseMail(world, user)) && proveByCode(world, { purpose: 'factor', browser: flow, typed: code });

/** As much as tells him where to look. */
export function hiddenMail(mail: string): string {
  const at = mail.lastIndexOf('@');
  return `${mail.slice(0, 1)}•••${mail.slice(at)}`;
}
