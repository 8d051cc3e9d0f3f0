// The last step of the flow for somebody who needs a second factor and has none: he adds one, and it counts as shown.
// Called by edges/sign-in. Does not know pages.
import { Refusal } from '#errors.ts';
import { change } from '#journal/change.ts';
import type { World } from '#world.ts';
import { addPasskey, beginApp, beginPasskey, begunApp, type Changing, confirmApp, type NewPasskey } from './enrolment.ts';
import { type From, goOn, type Proved, provedBy, type ShownFactor, type SignedIn, type Waiting } from './flow.ts';
import { takeFlow } from './flow-queries.ts';
import { isKnown } from './known-browsers.ts';

type Flow = string | undefined;
export type WithCodes = { readonly next: SignedIn | Waiting; readonly recoveryCodes: readonly string[] };

/** The app that was begun; null = none is. */
export async function appToAdd(world: World, flow: Flow) {
  const { user } = await provedBy(world, flow, 'add-factor');
  return { user, begun: await begunApp(world, user) };
}

export async function beginAppInFlow(world: World, flow: Flow, name: string): Promise<void> {
  const { user } = await provedBy(world, flow, 'add-factor');
  await beginApp(world, user, name);
}

export async function confirmAppInFlow(world: World, { flow, code }: { readonly flow: Flow; readonly code: string }, from: From): Promise<WithCodes> {
  const proved = await provedBy(world, flow, 'add-factor');
  const { user } = proved;
  const begun = await begunApp(world, user);
  if (!begun) throw new Refusal('factor.missing');
  const known = await isKnown(world, { browser: from.browser, userNo: user.no });
  const confirming = { factor: begun.id, code, network: from.network, door: 'sign-in', known } as const;
  const recoveryCodes = await confirmApp(world, user, confirming, inHisName(world, proved, 'me.confirm-totp'));
  return { next: await onward(world, proved, 'totp', from), recoveryCodes };
}

const boundTo = ({ flowId }: Proved) => ({ purpose: 'add', bound: flowId });

export async function passkeyToAdd(world: World, flow: Flow) {
  const proved = await provedBy(world, flow, 'add-factor');
  return beginPasskey(world, proved.user, boundTo(proved));
}

export async function addPasskeyInFlow(world: World, { flow, ...made }: NewPasskey & { readonly flow: Flow }, from: From): Promise<WithCodes> {
  const proved = await provedBy(world, flow, 'add-factor');
  const { recoveryCodes } = await addPasskey(world, proved.user, { ...made, bound: boundTo(proved) }, inHisName(world, proved, 'me.add-passkey'));
  return { next: await onward(world, proved, 'passkey', from), recoveryCodes };
}

/** The flow is taken with the change: of two who come with it, one adds a factor and goes on. */
const inHisName =
  (world: World, { user, flowId }: Proved, operation: string): Changing =>
  async (body) => {
    const header = { actorKind: 'user', actorId: user.id, right: 'self', door: 'sign-in', operation, reason: '' };
    const committed = await change(world.db, world.now(), header, async (open) => {
      if (!(await takeFlow(open.tx, flowId))) throw new Refusal('auth.required');
      return body(open);
    });
    await world.changes.committed(committed);
    return committed.value;
  };

const onward = (world: World, { user, to, mustChoose }: Proved, factor: ShownFactor, from: From) => goOn(world, { user, from, to, mustChoose, factor });
