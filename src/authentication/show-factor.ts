// The step of the flow in which a second factor is shown: a code, or a passkey.
// Called by edges/sign-in. Does not know pages.
import { Refusal } from '#errors.ts';
import { newCeremony } from '#factors/ceremony.ts';
import { optionsToShow } from '#factors/passkeys.ts';
import { factorsOf } from '#factors/queries.ts';
import type { World } from '#world.ts';
import { asksOnlyPasskey, type From, goOn, type Proved, provedBy, type ShownFactor, type SignedIn, type Waiting } from './flow.ts';
import { takeFlow } from './flow-queries.ts';
import { isKnown } from './known-browsers.ts';
import { hiddenMail, isMailCode, mayUseMail, sendMailCode } from './mail-code.ts';
import { proveCode, type Where } from './prove-factor.ts';
import { provePasskey, type ShownResponse } from './prove-passkey.ts';

type Showing = { readonly flow: string | undefined; readonly trust: boolean };

export async function showCode(world: World, { flow, code, trust }: Showing & { readonly code: string }, from: From): Promise<SignedIn | Waiting> {
  const proved = await provedBy(world, flow, 'factor');
  if (await asksOnlyPasskey(world, proved)) throw new Refusal('factor.passkey-needed');
  const otherwise = async () => ((await isMailCode(world, proved.user, { flow: proved.flowId, code })) ? ('mail' as const) : null);
  return takenOn(world, proved, { factor: await proveCode(world, proved.user, { code, otherwise, ...(await whereOf(world, proved, from)) }), trust, from });
}

export async function showPasskey(world: World, { flow, trust, ...shown }: Showing & ShownResponse, from: From): Promise<SignedIn | Waiting> {
  const proved = await provedBy(world, flow, 'factor');
  const where = await whereOf(world, proved, from);
  await provePasskey(world, proved.user, { ...shown, ...where, bound: { purpose: 'second', bound: proved.flowId } });
  return takenOn(world, proved, { factor: 'passkey', trust, from });
}

type Sending = Pick<From, 'network' | 'browser'> & { readonly flow: string | undefined };

/** To the address of the one whose flow this is; where it went, as far as he may be told. */
export async function sendCode(world: World, { flow, network, browser }: Sending): Promise<string> {
  const { user, flowId } = await provedBy(world, flow, 'factor');
  await sendMailCode(world, user, { flow: flowId, network, browser, known: await isKnown(world, { browser, userNo: user.no }) });
  return hiddenMail(user.mail);
}

/** What he may show, and what a browser needs to show a passkey; null = he has none. */
export async function factorsToShow(world: World, flow: string | undefined) {
  const proved = await provedBy(world, flow, 'factor');
  const { user, flowId } = proved;
  const only = await asksOnlyPasskey(world, proved);
  const factors = await factorsOf(world.db.read, user.no);
  const passkeys = factors.filter(({ kind, suspended_at }) => kind === 'passkey' && suspended_at === 0);
  const hasApp = factors.some(({ kind }) => kind === 'totp');
  const mail = (await mayUseMail(world, user)) ? hiddenMail(user.mail) : '';
  if (passkeys.length === 0) return { hasApp, mail, passkey: null, only };
  const { challenge, ceremony } = newCeremony(world, { purpose: 'second', bound: flowId });
  return { hasApp, mail, passkey: { options: await optionsToShow(world, challenge, passkeys), ceremony }, only };
}

const whereOf = async (world: World, { user }: Proved, { network, browser }: From): Promise<Where> => ({
  network,
  door: 'sign-in',
  known: await isKnown(world, { browser, userNo: user.no }),
});

type Taking = { readonly factor: ShownFactor; readonly trust: boolean; readonly from: From };

/** Of two who come with the same flow, one goes on. */
async function takenOn(world: World, { user, flowId, to, mustChoose, linkedNo }: Proved, { factor, trust, from }: Taking): Promise<SignedIn | Waiting> {
  if (!(await world.db.write((tx) => takeFlow(tx, flowId)))) throw new Refusal('auth.required');
  return goOn(world, { user, from, to, mustChoose, factor, trust, linkedNo });
}
