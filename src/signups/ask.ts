// Asking for an account: a mail goes to the address that was given, and nothing else is kept. Whoever follows its link chooses his name and password (finish.ts).
// Called by edges/sign-in. A stranger learns nothing: whether the address is known here or not, the same rows are written, the same work is done and the same answer
// given; only the mail tells, and only its reader (rules 29–31).

import { action, type Call } from '#action.ts';
import { attemptUser } from '#authentication/attempts.ts';
import { untilFloor, waitOf } from '#authentication/authenticate.ts';
import { noteEvent } from '#authentication/events.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import type { MailLanguage } from '#mail/contract.ts';
import { linkSection } from '#mail/contract.ts';
import { newLink, nobodysMax } from '#mail/links.ts';
import { queueMail } from '#mail/queue.ts';
import { nameKeyOf } from '#names/name.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { say } from '#sentences/sentence.ts';
import { holderOfMail, holderOfNameAnywhere } from '#users/queries.ts';
import { checkProfile, mailKeyOf } from '#users/user.ts';
import type { World } from '#world.ts';
import { inviteToSignUp as inviting } from './contract.ts';
import { areWaiting, makeRoom } from './queries.ts';
import { isDomainAllowed, offersSignUp, signUpRule } from './rule.ts';

const minuteMilliseconds = 60_000;
const dayMilliseconds = 24 * 60 * minuteMilliseconds;
/** No setting makes it longer: the address is kept for so long. */
const goodForMinutes = 30;
/** Open links of one network: whoever asks for more of them takes the place of its own oldest. */
const ofNetworkMax = 100;

export type Asking = {
  readonly mail: string;
  readonly network: string;
  /** What this browser keeps until the link is followed. */
  readonly browser: string;
  readonly language: MailLanguage;
};

/** Throws only what it would throw for any address of that domain. */
export async function askSignUp(world: World, { mail: typed, network, browser, language }: Asking): Promise<void> {
  if (!offersSignUp(world)) throw new Refusal('sign-up.not-offered');
  const began = performance.now();
  const mail = mailIn(typed);
  const mailKey = mailKeyOf(mail);
  if (!isDomainAllowed(signUpRule(world), mailKey)) throw new Refusal('sign-up.domain', {}, [{ field: 'mail' }]);
  refuseTooMany(world, { mailKey, network });
  const now = world.now();
  const endsAt = now + goodForMinutes * minuteMilliseconds;
  await world.db.write(async (tx) => {
    await makeRoom(tx, { place: network, share: ofNetworkMax, places: nobodysMax, now });
    const known = await isKnown(tx, mail);
    const whom = { no: 0, epoch: 0, credentialAt: 0, mail: known ? '' : mail, mailKey: known ? '' : mailKey };
    const link = await newLink(tx, world, { purpose: 'sign-up', user: whom, browser, place: network, now, endsAt });
    const values = { mail, network, link: known ? '/sign-in' : `/sign-up/finish?link=${link}` };
    await queueMail(tx, world, { kind: known ? 'signUpKnown' : 'signUp', userNo: 0, address: mail, language, values, endsAt, now });
  });
  world.mail.ring();
  await noteEvent(world, { at: now, outcome: 'sign-up-asked', userNo: 0, network, door: 'sign-in' });
  await untilFloor(world, began);
}

/** In the form that is stored: normalised first, then judged, then compared (GHSA-7rqj-j65f-68wh). */
function mailIn(typed: string): string {
  const { mail } = checkProfile({ mail: typed });
  if (mail === '') throw new Refusal('attribute.invalid', { says: say('sign-up.mail-needed') }, [{ field: 'mail' }]);
  return mail;
}

/** Whoever has it as his address or his name, in whichever store, and also in the recycle bin. */
export async function isKnown(source: Db | Tx, mail: string): Promise<boolean> {
  const keys = [...new Set([mailKeyOf(mail), nameKeyOf(mail)])];
  const [byMail, byName] = [await holderOfMail(source, keys, 0), await holderOfNameAnywhere(source, keys, 0)];
  return byMail !== undefined || byName !== undefined;
}

/** Counted by address, by network and by both: each question is a mail to somebody who may not have asked. */
function refuseTooMany({ mail, salt, now }: World, { mailKey, network }: { readonly mailKey: string; readonly network: string }): void {
  const key = { user: attemptUser(salt, 'sign-up', mailKey), network, known: false };
  const seconds = mail.askedToSignUp.waitSeconds(key, now());
  if (seconds > 0) throw new Refusal('recovery.throttled', { wait: waitOf(seconds), seconds });
  mail.askedToSignUp.failed(key, now());
}

/** For whoever may add users everywhere: whoever signs up may come to lie anywhere. */
export const inviteToSignUp = action(inviting, async (call, { mail: typed, language = 'en' }) => {
  const { world } = call;
  needsWhole(call);
  if (!offersSignUp(world, true)) throw new Refusal('sign-up.not-offered');
  const mail = mailIn(typed);
  const endsAt = await call.change((doing) => invite(call, doing, { mail, language }));
  world.mail.ring();
  return { to: mail, endsAt };
});

async function invite(
  { world }: Call,
  { tx, now, record }: Parameters<Parameters<Call['change']>[0]>[0],
  { mail, language }: Pick<Asking, 'mail' | 'language'>,
) {
  if (await isKnown(tx, mail)) throw new Refusal('sign-up.known');
  if (await areWaiting(tx, { purpose: 'sign-up-invitation', now, count: nobodysMax }))
    throw new Refusal('limit.reached', { max: nobodysMax, what: say('limit.invitations') });
  const endsAt = now + world.settings.of(linkSection).invitationDays * dayMilliseconds;
  const user = { no: 0, epoch: 0, credentialAt: 0, mail, mailKey: mailKeyOf(mail) };
  const link = await newLink(tx, world, { purpose: 'sign-up-invitation', user, browser: '', now, endsAt });
  await queueMail(tx, world, {
    kind: 'signUpInvitation',
    userNo: 0,
    address: mail,
    language,
    values: { mail, link: `/sign-up/finish?link=${link}` },
    endsAt,
    now,
  });
  // Whose address it is has no account yet, by whose removal it would be erased: what is kept for ever names nobody.
  const to = masked(mail);
  record({ kind: 'invitation', id: world.newId(), name: to, before: null, after: { to, endsAt } });
  return endsAt;
}

/** `a…@example.org`: enough for whoever knows it. */
const masked = (mail: string): string => `${[...mail].slice(0, 1).join('')}…${mail.slice(mail.lastIndexOf('@'))}`;
