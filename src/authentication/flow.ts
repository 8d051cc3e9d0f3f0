// Signing in, as a state machine: password, passkey or identity provider → second factor → own password, if the one used was given by somebody else → a second factor to be added,
// if he needs one → session. What lies between two proofs is a row in the database: bound to its step, user, epoch, password and browser, ended after minutes,
// and taken once. Nothing is kept before the first right proof. Called by edges/sign-in and the steps beside it. Knows neither pages nor cookies.
import { requirementAt } from '#applications/at-place.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { signInRule } from '#factors/contract.ts';
import { demandOf } from '#factors/demand.ts';
import { gate } from '#gate/gate.ts';
import { endToWarnOf, ruleFor } from '#passwords/rule.ts';
import { passwordRules } from '#passwords/rule-contract.ts';
import { linkHolds, providerOfLink } from '#providers/queries.ts';
import { newToken, parseToken, secretMatches } from '#sessions/session.ts';
import { type Started, startSession } from '#sessions/start.ts';
import type { World } from '#world.ts';
import { type Attempt, authenticate, factsOf } from './authenticate.ts';
import { insertFlow, type KnownBrowserRow, readFlow, shownInSession, trustBrowser, writeKnownBrowser } from './flow-queries.ts';
import { browserHashOf, isBrowser, knownBrowserOf, newBrowser, originOf } from './known-browsers.ts';
import { mayUseMail } from './mail-code.ts';
import { placeOf } from './place-of.ts';
import { type CredentialRow, insertEvent, readCredential, writeLastSignIn, writePasswordHash } from './queries.ts';

const flowMilliseconds = 15 * 60_000;
const dayMilliseconds = 86_400_000;

export type Step = 'factor' | 'own-password' | 'add-factor';
/** The second factor that was shown. */
export type ShownFactor = 'totp' | 'passkey' | 'recovery' | 'mail';
/** What a browser says about itself, for the list of sessions. */
export type From = { readonly network: string; readonly agent: string; readonly browser?: string | undefined };
export type SignedIn = {
  readonly step: 'done';
  readonly session: Started;
  readonly browser: string;
  readonly userId: string /** As he may type it. */;
  readonly name: string;
  readonly to: string;
  /** When his password ends, if he is to be warned of it; else 0. */
  readonly passwordEndsAt: number;
};
/** The text of the flow's cookie, and when it ends. */
export type Waiting = { readonly step: Step; readonly flow: string; readonly endsAt: number };

/** How far somebody has come: who he has proved to be, by what, and where he wants to go. */
export type Progress = {
  readonly user: CredentialRow;
  readonly from: From;
  readonly to: string;
  readonly mustChoose: boolean;
  readonly factor: ShownFactor | '';
  /** This browser is not to be asked for a second factor again, for as long as the rule allows. */
  readonly trust?: boolean;
  /** What is known of his browser, if it was read with the proof; null = nothing. */
  readonly browser?: KnownBrowserRow | null;
  /** His password under the parameters of now; null = it is. */
  readonly rehashed?: string | null;
  /** The linked account that he came by, row key: while it holds, and its provider is switched on. */
  readonly linkedNo?: number;
  /** When he proved himself, if it was before; else it is now. */
  readonly provedAt?: number;
};

export async function signIn(
  world: World,
  attempt: Omit<Attempt, 'network' | 'browser' | 'door'>,
  { to, ...from }: From & { readonly to: string },
): Promise<SignedIn | Waiting> {
  const { user, browser, mustChoose } = await authenticate(world, { ...attempt, network: from.network, browser: from.browser, door: 'sign-in' });
  const outdated = user.store_kind === 'primary' && world.hashing.outdated(user.password_hash ?? '');
  const rehashed = outdated && !mustChoose ? await world.hashing.hash(attempt.password) : null;
  return goOn(world, { user, from, to, mustChoose, factor: '', rehashed, browser });
}

/** The next step that is still missing, or the session. */
export async function goOn(world: World, progress: Progress): Promise<SignedIn | Waiting> {
  const step = await missing(world, progress);
  return step === null ? finish(world, progress) : waitFor(world, step, progress);
}

async function missing(world: World, progress: Progress): Promise<Step | null> {
  const { user, from, to, mustChoose, factor } = progress;
  const requirement = requirementAt(world, await placeOf(world, { userId: user.id, to }));
  const { asks, passkey } = await demandOf(world, user, { network: from.network, shown: factor, requirement });
  const byMail = asks === 'add' && !passkey && (await mayUseMail(world, user));
  // A browser that is remembered spares what the rule asks for, not what an application does: that is asked of each session.
  const isSpared = async () => requirement.factor === 'none' && (await isTrusted(world, progress));
  if ((asks === 'show' || byMail) && !(await isSpared())) return 'factor';
  if (mustChoose) return 'own-password';
  return asks === 'add' && !byMail ? 'add-factor' : null;
}

/** Whether nothing but a passkey will do where this flow leads. */
export async function asksOnlyPasskey(world: World, { user, to, factor }: Pick<Proved, 'user' | 'to' | 'factor'>): Promise<boolean> {
  const requirement = requirementAt(world, await placeOf(world, { userId: user.id, to }));
  return (await demandOf(world, user, { network: '', shown: factor, requirement })).passkey;
}

/** Only while the rule allows it, and nothing has ended him since. */
async function isTrusted(world: World, progress: Progress): Promise<boolean> {
  const { rememberDays } = world.settings.of(signInRule);
  if (rememberDays === 0) return false;
  const known = await browserOf(world, progress);
  return known !== null && known.trusted_epoch === progress.user.revocation_epoch && world.now() < known.trusted_until;
}

/** Read with the proof, or now. */
async function browserOf(world: World, { user, from, browser }: Progress): Promise<KnownBrowserRow | null> {
  return browser === undefined ? ((await knownBrowserOf(world, { browser: from.browser, userNo: user.no })) ?? null) : browser;
}

async function waitFor(world: World, step: Step, progress: Progress): Promise<Waiting> {
  const { user, from, to, mustChoose, factor, linkedNo = 0 } = progress;
  const isKnown = (await browserOf(world, progress)) !== null;
  const id = world.newId();
  const { text, secretHash } = newToken('session', id, world.random);
  const endsAt = world.now() + flowMilliseconds;
  const row = {
    id,
    secret_hash: secretHash,
    user_no: user.no,
    step,
    epoch: user.revocation_epoch,
    credential_at: user.credential_at ?? 0,
    to_path: to,
    ends_at: endsAt,
    factor,
    must_choose: mustChoose ? 1 : 0,
    linked_no: linkedNo,
    place: originOf({ network: from.network, browser: from.browser, isKnown }, user.no),
  };
  await world.db.write((tx) => insertFlow(tx, row));
  return { step, flow: text, endsAt };
}

export type Proved = {
  readonly user: CredentialRow;
  readonly flowId: string;
  readonly to: string;
  readonly mustChoose: boolean;
  readonly factor: ShownFactor | '';
  readonly linkedNo: number;
};

/** The user a flow has proved so far, if it is whole and waits for this step; absence of any part of the proof is failure. */
export async function provedBy(world: World, flow: string | undefined, step: Step): Promise<Proved> {
  const parsed = flow === undefined ? null : parseToken(flow);
  const row = parsed ? await readFlow(world.db.read, parsed.id) : undefined;
  const fits =
    parsed?.bearer === 'session' && row !== undefined && secretMatches(parsed.secret, row.secret_hash) && row.step === step && world.now() < row.ends_at;
  if (!fits) throw new Refusal('auth.required');
  const user = await readCredential(world.db.read, row.user_no);
  if (!user || (user.credential_at ?? 0) !== row.credential_at) throw new Refusal('auth.required');
  const shut = gate(factsOf(user), { epoch: row.epoch, now: world.now() });
  if (shut) throw shut;
  await refuseUnlinked(world.db.read, row.linked_no);
  return { user, flowId: row.id, to: row.to_path, mustChoose: row.must_choose === 1, factor: factorIn(row.factor), linkedNo: row.linked_no };
}

/** Unlinked or switched off meanwhile: judged at the moment of use (CVE-2025-64717). */
async function refuseUnlinked(source: Db, linkedNo: number): Promise<void> {
  if (linkedNo > 0 && !(await linkHolds(source, linkedNo))) throw new Refusal('auth.required');
}

/** Whoever has got a factor since he was let past that step shows it first. */
export async function refuseUnshown(world: World, { user, to, mustChoose, factor }: Proved, from: From): Promise<void> {
  const isShown = factor !== '' || user.has_factor === 0;
  if (!isShown && !(await isTrusted(world, { user, from, to, mustChoose, factor }))) throw new Refusal('auth.required');
}

const factorIn = (text: string): ShownFactor | '' => (text === 'totp' || text === 'passkey' || text === 'recovery' || text === 'mail' ? text : '');

/** By an account elsewhere alone: a browser that has stayed signed in there comes in by one click, so it proves nothing of who sits there (see prove-there.ts). */
const isSilent = ({ factor, linkedNo = 0 }: Progress): boolean => linkedNo > 0 && factor === '';

/** Session, event and date in one transaction. The epoch was read before the password was checked: whatever ended meanwhile has ended this too. */
async function finish(world: World, progress: Progress): Promise<SignedIn> {
  const { user, from, to, factor, trust = false, rehashed = null, linkedNo = 0 } = progress;
  const now = world.now();
  const { provedAt = isSilent(progress) ? 0 : now } = progress;
  const browser = isBrowser(from.browser) ? from.browser : newBrowser(world.random);
  const of = { userNo: user.no, browserHash: browserHashOf(browser, user.no) };
  const isKnown = (await browserOf(world, progress)) !== null;
  const epoch = user.revocation_epoch;
  const start = async (tx: Tx) => {
    const providerNo = linkedNo === 0 ? 0 : await providerOfLink(tx, { no: linkedNo, kind: world.db.kind });
    if (providerNo === undefined) throw new Refusal('auth.required');
    const started = await startSession(tx, world, { userNo: user.no, epoch, network: from.network, browser: from.agent, factor, providerNo, provedAt, now });
    await insertEvent(tx, { at: now, outcome: 'signed-in', userNo: user.no, network: from.network, door: 'sign-in' });
    await writeLastSignIn(tx, user, now);
    if (!isKnown) await writeKnownBrowser(tx, { ...of, now });
    if (trust && factor !== '') await trustBrowser(tx, { ...of, epoch, until: now + world.settings.of(signInRule).rememberDays * dayMilliseconds });
    if (rehashed !== null) await writePasswordHash(tx, { no: user.no, was: user.password_hash ?? '', passwordHash: rehashed });
    return started;
  };
  const session = await world.db.write(start, { repeatable: true });
  const name = user.store_kind === 'primary' ? user.user_name : `${user.domain}/${user.user_name}`;
  return { step: 'done', session, browser, userId: user.id, name, to, passwordEndsAt: await endingOf(world, user) };
}

/** The rule is looked up only where anybody is warned at all. */
async function endingOf(world: World, user: CredentialRow): Promise<number> {
  const { warnDays } = world.settings.of(passwordRules);
  if (warnDays === 0 || user.store_kind !== 'primary' || user.kind !== 'person' || user.credential_at === null) return 0;
  const rule = await ruleFor(world, { store: user.store_id, user: user.id });
  return endToWarnOf(world, rule, { changedAt: user.credential_at, now: world.now() });
}

/** `session` = the one it takes the place of: what was shown there counts. */
export type ProvedElsewhere = { readonly userNo: number; readonly epoch: number; readonly session?: string };

/** A session for somebody who has just proved himself elsewhere. `epoch` is of that proof: what has ended him since has ended it, too. */
export async function signInProved(world: World, { userNo, epoch, session = '' }: ProvedElsewhere, from: From): Promise<SignedIn> {
  const user = await readCredential(world.db.read, userNo);
  if (!user) throw new Refusal('auth.required');
  const shut = gate(factsOf(user), { epoch, now: world.now() });
  if (shut) throw shut;
  const { factor, proved_at: before } = await shownInSession(world.db.read, session);
  // Whoever has a second factor proves himself by that: a password alone makes no session fresh.
  const provedAt = user.has_factor === 1 ? { provedAt: before } : {};
  return finish(world, { user, from, to: '', factor: factorIn(factor), mustChoose: false, ...provedAt });
}
