// The last step of the flow for somebody who needs a second factor and has none: he adds one, and it counts as shown.
// Called by edges/sign-in. Does not know pages.
import { Refusal } from '#errors.ts';
import { factorsOf } from '#factors/queries.ts';
import { change } from '#journal/change.ts';
import type { World } from '#world.ts';
import { addPasskey, beginApp, beginPasskey, begunApp, type Changing, confirmApp, type NewPasskey } from './enrolment.ts';
import { asksOnlyPasskey, type From, goOn, type Proved, provedBy, type ShownFactor, type SignedIn, type Waiting } from './flow.ts';
import { takeFlow } from './flow-queries.ts';
import { isKnown } from './known-browsers.ts';

type Flow = string | undefined;
export type WithCodes = { readonly next: SignedIn | Waiting; readonly recoveryCodes: readonly string[] };

/**
 * Whoever has got a factor since he came here shows that one: else his password alone would add another beside it. Whoever has shown his own and lacks a passkey,
 * where nothing else will do, adds that.
 */
async function halfWay(world: World, flow: Flow): Promise<Proved & { readonly only: boolean }> {
  const proved = await provedBy(world, flow, 'add-factor');
  const only = await asksOnlyPasskey(world, proved);
  if (proved.user.has_factor === 1 && !(only && hasShownOwn(proved))) throw hasOne();
  return { ...proved, only };
}

/** Not a code by mail, which stands for the one he lacks. */
const hasShownOwn = ({ factor }: Proved): boolean => factor !== '' && factor !== 'mail';
const hasOne = () => new Refusal('auth.required');

/** The app that was begun; null = none is. */
export async function appToAdd(world: World, flow: Flow) {
  const { user, flowId, only } = await halfWay(world, flow);
  return { user, only, begun: only ? null : await begunApp(world, user, flowId) };
}

export async function beginAppInFlow(world: World, flow: Flow, name: string): Promise<void> {
  const { user, flowId, only } = await halfWay(world, flow);
  if (only) throw new Refusal('factor.passkey-needed');
  await beginApp(world, user, { name, begunIn: flowId });
}

export async function confirmAppInFlow(world: World, { flow, code }: { readonly flow: Flow; readonly code: string }, from: From): Promise<WithCodes> {
  const progress = await halfWay(world, flow);
  const { user, flowId, only } = progress;
  if (only) throw new Refusal('factor.passkey-needed');
  const begun = await begunApp(world, user, flowId);
  if (!begun) throw new Refusal('factor.missing');
  const known = await isKnown(world, { browser: from.browser, userNo: user.no });
  const confirming = { factor: begun.id, code, begunIn: flowId, network: from.network, door: 'sign-in', known } as const;
  const recoveryCodes = await confirmApp(world, user, confirming, inHisName(world, progress, 'me.confirm-totp'));
  return { next: await onward(world, progress, 'totp', from), recoveryCodes };
}

const boundTo = ({ flowId }: Proved) => ({ purpose: 'add', bound: flowId });

export async function passkeyToAdd(world: World, flow: Flow) {
  const progress = await halfWay(world, flow);
  return beginPasskey(world, progress.user, boundTo(progress));
}

export async function addPasskeyInFlow(world: World, { flow, ...made }: NewPasskey & { readonly flow: Flow }, from: From): Promise<WithCodes> {
  const progress = await halfWay(world, flow);
  const { recoveryCodes } = await addPasskey(world, progress.user, { ...made, bound: boundTo(progress) }, inHisName(world, progress, 'me.add-passkey'));
  return { next: await onward(world, progress, 'passkey', from), recoveryCodes };
}

/** The flow is taken with the change: of two who come with it, one adds a factor and goes on. */
const inHisName =
  (world: World, proved: Proved, operation: string): Changing =>
  async (body) => {
    const { user, flowId } = proved;
    const header = { actorKind: 'user', actorId: user.id, right: 'self', door: 'sign-in', operation, reason: '' };
    const committed = await change(world.db, world.now(), header, async (open) => {
      if (!(await takeFlow(open.tx, flowId))) throw new Refusal('auth.required');
      if (!hasShownOwn(proved) && (await factorsOf(open.tx, user.no)).length > 0) throw hasOne();
      return body(open);
    });
    await world.changes.committed(committed);
    return committed.value;
  };

const onward = (world: World, { user, to, mustChoose, linkedNo }: Proved, factor: ShownFactor, from: From) =>
  goOn(world, { user, from, to, mustChoose, factor, linkedNo });
