// Signing in, as a state machine: password → (own password, if the one used was given by somebody else) → session. What lies between two proofs is a row in the
// database: bound to its step, user, epoch, password and browser, ended after minutes, and taken once. Nothing is kept before the first right proof.
// Called by edges/sign-in. Does not know pages or cookies; hands back the texts that belong in them.

import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { say } from '#sentences/sentence.ts';
import { newToken, parseToken, secretMatches } from '#sessions/session.ts';
import { type Started, startSession } from '#sessions/start.ts';
import type { World } from '#world.ts';
import { type Attempt, authenticate, factsOf } from './authenticate.ts';
import { browserHashOf, isBrowser, newBrowser } from './known-browsers.ts';
import { changePassword } from './own-password.ts';
import { proveCurrent } from './prove-current.ts';
import {
  type CredentialRow,
  insertEvent,
  insertFlow,
  readCredential,
  readFlow,
  removeFlowsOf,
  takeFlow,
  writeKnownBrowser,
  writeLastSignIn,
  writePasswordHash,
} from './queries.ts';

const flowMilliseconds = 15 * 60_000;
const ownPassword = 'own-password';

/** What a browser says about itself, for the list of sessions. */
export type From = { readonly network: string; readonly agent: string; readonly browser?: string | undefined };
export type SignedIn = { readonly step: 'done'; readonly session: Started; readonly browser: string; readonly userId: string; readonly to: string };
/** The text of the flow's cookie, and when it ends. */
export type OwnPassword = { readonly step: 'own-password'; readonly flow: string; readonly endsAt: number };

export async function signIn(
  world: World,
  attempt: Omit<Attempt, 'network' | 'browser' | 'door'>,
  { to, ...from }: From & { readonly to: string },
): Promise<SignedIn | OwnPassword> {
  const { user, knownBrowser, mustChoose } = await authenticate(world, { ...attempt, network: from.network, browser: from.browser, door: 'sign-in' });
  if (mustChoose) return askOwnPassword(world, user, to);
  const rehashed = user.store_kind === 'primary' && world.hashing.outdated(user.password_hash ?? '') ? await world.hashing.hash(attempt.password) : null;
  return finish(world, { user, from, knownBrowser, to, rehashed });
}

async function askOwnPassword(world: World, user: CredentialRow, to: string): Promise<OwnPassword> {
  const id = world.newId();
  const { text, secretHash } = newToken('session', id, world.random);
  const endsAt = world.now() + flowMilliseconds;
  const row = {
    id,
    secret_hash: secretHash,
    user_no: user.no,
    step: ownPassword,
    epoch: user.revocation_epoch,
    credential_at: user.credential_at ?? 0,
    to_path: to,
    ends_at: endsAt,
  };
  await world.db.write((tx) => insertFlow(tx, row));
  return { step: 'own-password', flow: text, endsAt };
}

/** The user a flow has proved so far, if it is whole; absence of any part of the proof is failure. */
export async function provedBy(world: World, flow: string | undefined): Promise<CredentialRow & { readonly flowId: string; readonly to: string }> {
  const parsed = flow === undefined ? null : parseToken(flow);
  const row = parsed ? await readFlow(world.db.read, parsed.id) : undefined;
  const fits =
    parsed?.bearer === 'session' && row !== undefined && secretMatches(parsed.secret, row.secret_hash) && row.step === ownPassword && world.now() < row.ends_at;
  if (!fits) throw new Refusal('auth.required');
  const user = await readCredential(world.db.read, row.user_no);
  if (!user || (user.credential_at ?? 0) !== row.credential_at) throw new Refusal('auth.required');
  const shut = gate(factsOf(user), { epoch: row.epoch, now: world.now() });
  if (shut) throw shut;
  return { ...user, flowId: row.id, to: row.to_path };
}

/** What his store keeps is judged there, beside the password it takes the place of; so that is shown once more, and kept nowhere meanwhile. */
export const asksCurrent = ({ store_kind }: Pick<CredentialRow, 'store_kind'>): boolean => store_kind !== 'primary';

export type OwnChoice = { readonly flow: string | undefined /** Where `asksCurrent`. */; readonly current?: string; readonly password: string };

/** The last step of a first sign-in: his own password, then a session. */
export async function chooseOwnPassword(world: World, { flow, current = '', password }: OwnChoice, from: From): Promise<SignedIn> {
  const user = await provedBy(world, flow);
  if (asksCurrent(user)) await proveCurrent(world, user, { current, network: from.network, door: 'sign-in', known: false });
  await refuseSame(world, user, { current, password });
  const changed = await changePassword(world, {
    user,
    current,
    password,
    session: '',
    right: 'self',
    door: 'sign-in',
    async admit(tx) {
      if (!(await takeFlow(tx, user.flowId))) throw new Refusal('auth.required');
      await removeFlowsOf(tx, user.no);
    },
  });
  return finish(world, { user: { ...user, revocation_epoch: changed.epoch }, from, knownBrowser: false, to: user.to, rehashed: null });
}

/** The password somebody else knows, or that has ended, is not his own. */
async function refuseSame({ hashing }: World, user: CredentialRow, { current, password }: Omit<Required<OwnChoice>, 'flow'>) {
  const isSame = asksCurrent(user) ? current === password : await hashing.verify(user.password_hash ?? '', password);
  if (!isSame) return;
  const says = say(asksCurrent(user) ? 'password.ended' : 'password.given');
  throw new Refusal('password.rejected', { says }, [{ field: 'password' }]);
}

type Finishing = { readonly user: CredentialRow; readonly from: From; readonly knownBrowser: boolean; readonly to: string; readonly rehashed: string | null };

/** Session, event and date in one transaction. The epoch was read before the password was checked: whatever ended meanwhile has ended this too. */
async function finish(world: World, { user, from, knownBrowser, to, rehashed }: Finishing): Promise<SignedIn> {
  const now = world.now();
  const browser = isBrowser(from.browser) ? from.browser : newBrowser(world.random);
  const session = await world.db.write(async (tx) => {
    const started = await startSession(tx, world, { userNo: user.no, epoch: user.revocation_epoch, network: from.network, browser: from.agent, now });
    await insertEvent(tx, { at: now, outcome: 'signed-in', userNo: user.no, network: from.network, door: 'sign-in' });
    await writeLastSignIn(tx, { no: user.no, now });
    if (!knownBrowser) await writeKnownBrowser(tx, { userNo: user.no, browserHash: browserHashOf(browser, user.no), now });
    if (rehashed !== null) await writePasswordHash(tx, { no: user.no, was: user.password_hash ?? '', passwordHash: rehashed });
    return started;
  });
  return { step: 'done', session, browser, userId: user.id, to };
}

/** A session for somebody who has just proved himself elsewhere. `epoch` is of that proof: what has ended him since has ended it, too. */
export async function signInProved(world: World, { userNo, epoch }: { readonly userNo: number; readonly epoch: number }, from: From): Promise<SignedIn> {
  const user = await readCredential(world.db.read, userNo);
  if (!user) throw new Refusal('auth.required');
  const shut = gate(factsOf(user), { epoch, now: world.now() });
  if (shut) throw shut;
  return finish(world, { user, from, knownBrowser: false, to: '', rehashed: null });
}
