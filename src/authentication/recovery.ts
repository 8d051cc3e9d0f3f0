// Getting back in: whoever has forgotten his password asks for a mail, or an administrator hands him a link; he follows it and sets another. It proves that and nothing else: no session is begun
// and no second factor passed; he signs in as ever.
// Called by edges/sign-in. A stranger learns nothing: the same rows are written, the same work is done and the same answer given, whoever is meant (rules 29–31).
import { remembered } from '#action.ts';
import { freshSource } from '#admission.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { linkSection } from '#mail/contract.ts';
import { insertLink, type LinkRow, newestLink, removeLinks, takeLink, verifiedAt, writeVerified } from '#mail/link-queries.ts';
import { newLink } from '#mail/links.ts';
import { mailLanguageOf, queueMail } from '#mail/queue.ts';
import { offersRecovery, sendsMail } from '#mail/server.ts';
import { loadModel } from '#permissions/model-queries.ts';
import { mailKeyOf } from '#users/user.ts';
import type { AttemptKey, World } from '#world.ts';
import { attemptUser } from './attempts.ts';
import { factsOf, untilFloor, waitOf } from './authenticate.ts';
import { noteEvent } from './events.ts';
import { removeFlowsOf } from './flow-queries.ts';
import { refuseMakersLoss } from './handed-link.ts';
import { whoIsMeant } from './identifiers.ts';
import { isKnown, originOf } from './known-browsers.ts';
import { changePassword, type Once } from './own-password.ts';
import { type CredentialRow, readCredential } from './queries.ts';
import { readLanguage, usersOfVerifiedMail } from './recovery-queries.ts';

const minuteMilliseconds = 60_000;
const dayMilliseconds = 24 * 60 * minuteMilliseconds;

export type Asking = {
  /** A user name, or the mail address of one. */
  readonly typed: string;
  readonly network: string;
  /** The browser as one that has signed somebody in. */
  readonly known: string | undefined;
  /** What this browser keeps until its link is followed. */
  readonly browser: string;
};

/** Answers nothing at all. Throws only what it would throw for anybody. */
export async function askRecovery(world: World, asking: Asking): Promise<void> {
  if (!offersRecovery(world)) throw new Refusal('recovery.not-offered');
  const began = performance.now();
  const { user, key } = await whoAsks(world, asking);
  refuseTooMany(world, key);
  const mayRecover = user !== null && (await isEligible(world, user));
  await writeLetter(world, mayRecover ? user : null, { ...asking, isKnown: key.known });
  world.mail.ring();
  await noteEvent(world, { at: world.now(), outcome: 'recovery-asked', userNo: user?.no ?? 0, network: asking.network, door: 'sign-in' });
  await untilFloor(world, began);
}

async function whoAsks(world: World, { typed, network, known }: Asking) {
  const meant = await whoIsMeant(world, typed);
  const byMail = await usersOfVerifiedMail(world.db.read, mailKeyOf(typed.slice(0, typedMax)));
  // One address of several users names none of them: each has a user name.
  const found = byMail.length === 1 ? byMail[0] : undefined;
  const user = meant.user ?? (found && (await readCredential(world.db.read, found.user_no))) ?? null;
  const key: AttemptKey = {
    user: user ? attemptUser(world.salt, user.domain, user.user_name) : attemptUser(world.salt, meant.domain, meant.name),
    network,
    known: user !== null && (await isKnown(world, { browser: known, userNo: user.no })),
    ...(user ? { userId: user.id } : {}),
  };
  return { user, key };
}
const typedMax = 320;

/** Every question counts, of known and unknown alike: each may be a mail to somebody who did not ask. */
function refuseTooMany({ mail, now }: World, key: AttemptKey): void {
  const seconds = mail.asked.waitSeconds(key, now());
  if (seconds > 0) throw new Refusal('recovery.throttled', { wait: waitOf(seconds), seconds });
  mail.asked.failed(key, now());
}

/** Persons of PRIMARY who may act, have a password, and have followed a link from this very address. */
async function isEligible(world: World, user: CredentialRow): Promise<boolean> {
  const mailKey = mailKeyOf(user.mail);
  const verified = await verifiedAt(world.db.read, { userNo: user.no, mailKey });
  const hasPassword = (user.password_hash ?? '') !== '';
  return verified > 0 && hasPassword && user.kind === 'person' && user.store_kind === 'primary' && gate(factsOf(user), { now: world.now() }) === null;
}

/** For nobody the same rows are written; they lead nowhere. */
async function writeLetter(
  world: World,
  user: CredentialRow | null,
  { browser, network, known, isKnown: isHis }: Asking & { readonly isKnown: boolean },
): Promise<void> {
  const now = world.now();
  const endsAt = now + world.settings.of(linkSection).recoveryMinutes * minuteMilliseconds;
  const tag = await readLanguage(world.db.read, user?.no ?? 0);
  const of = user ?? { no: 0, revocation_epoch: 0, credential_at: 0, mail: '', shown_name: '', user_name: '' };
  await world.db.write(async (tx) => {
    const link = await newLink(tx, world, {
      purpose: 'recovery',
      user: { no: of.no, epoch: of.revocation_epoch, credentialAt: of.credential_at ?? 0, mail: of.mail, mailKey: mailKeyOf(of.mail) },
      browser,
      place: originOf({ network, browser: known, isKnown: isHis }, of.no),
      now,
      endsAt,
    });
    const values = { name: of.shown_name, userName: of.user_name, network, link: `/recover/choose?link=${link}` };
    await queueMail(tx, world, { kind: 'recovery', userNo: of.no, address: of.mail, language: mailLanguageOf(world, tag), values, endsAt, now });
  });
}

/** Whose password the link sets, if it still does: he is who he was when he asked. */
export async function recovering(world: World, link: LinkRow): Promise<CredentialRow> {
  const user = await readCredential(world.db.read, link.user_no);
  if (!user || !isSame(user, link) || !(await isStillGood(world, link, user))) throw new Refusal('recovery.over');
  if (link.purpose === 'handed') await refuseMakersLoss(remembered(world, world.now()), link, user.id);
  return user;
}

/** An administrator answers for whom he hands one to; whoever asks himself must be one who may. */
async function isStillGood(world: World, { purpose }: LinkRow, user: CredentialRow): Promise<boolean> {
  if (purpose === 'handed') return user.kind === 'person' && gate(factsOf(user), { now: world.now() }) === null;
  return purpose === 'recovery' && offersRecovery(world) && isEligible(world, user);
}

/** A link that was not mailed names no address. */
const isSame = (user: CredentialRow, link: LinkRow): boolean =>
  user.revocation_epoch === link.epoch && (user.credential_at ?? 0) === link.credential_at && (link.mail_key === '' || mailKeyOf(user.mail) === link.mail_key);

/** The link is taken, the password set, every session ended and the owner told, or nothing of it. */
export async function recover(
  world: World,
  { link, password, network }: { readonly link: LinkRow; readonly password: string; readonly network: string },
): Promise<void> {
  const user = await recovering(world, link);
  await changePassword(world, {
    user,
    current: user.store_kind === 'primary' ? '' : null,
    password,
    session: '',
    right: 'self',
    operation: link.purpose === 'handed' ? 'recovery.finish-handed' : 'recovery.finish',
    door: 'sign-in',
    network,
    once: linkOnce(link, user),
    admit: (tx, now) => endAndTell(world, { tx, now, user, link, network }),
  });
  world.mail.ring();
}

/** Not given back beside a newer one. */
function linkOnce(link: LinkRow, user: CredentialRow): Once {
  let taken: LinkRow | undefined;
  return {
    async take(tx, now) {
      taken = await takeLink(tx, link.id);
      const fresh = await readCredential(tx, user.no);
      if (!taken || !fresh || !isSame(fresh, taken)) throw new Refusal('recovery.over');
      if (taken.purpose === 'handed') await refuseMakersLoss(freshSource(tx, await loadModel(tx), now), taken, user.id);
    },
    async giveBack(tx) {
      if (taken && !(await newestLink(tx, { userNo: user.no, purpose: taken.purpose }))) await insertLink(tx, taken);
    },
  };
}

type Telling = { readonly tx: Tx; readonly now: number; readonly user: CredentialRow; readonly link: LinkRow; readonly network: string };

async function endAndTell(world: World, { tx, now, user, link, network }: Telling): Promise<void> {
  await removeLinks(tx, { userNo: user.no, purposes: ['recovery', 'handed'] });
  await removeFlowsOf(tx, user.no);
  if (link.mail_key !== '') await writeVerified(tx, { userNo: user.no, mailKey: link.mail_key, now, recovered: true });
  if (user.mail === '' || !sendsMail(world)) return;
  const language = mailLanguageOf(world, await readLanguage(tx, user.no));
  const values = { name: user.shown_name, userName: user.user_name, network };
  await queueMail(tx, world, { kind: 'recovered', userNo: user.no, address: user.mail, language, values, endsAt: now + 3 * dayMilliseconds, now });
}
