// Proving again who one is where one comes from: whoever has neither a password nor a second factor signs in anew at his identity provider, in the session that he has.
// A browser that has stayed signed in there proves nothing: the provider is told to ask (`max_age=0`, OpenID Connect Core, §3.1.2.1), and must say that it has.
// Beginning is read by prove-anew.ts; coming back is called by edges/sign-in. Does not know pages.
import { action } from '#action.ts';
import type { UserActor } from '#actor.ts';
import type { Db } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { type Arrived, clockAllowanceSeconds } from '#identity-provider.ts';
import { beginProviderProof } from '#proof/contract.ts';
import { writeProved } from '#proof/queries.ts';
import { presets } from '#providers/presets-contract.ts';
import { type LinkedShown, linkedOf, providerByKey } from '#providers/queries.ts';
import { connectionOf, presetOf, redirectUriOf } from '#providers/settings.ts';
import type { World } from '#world.ts';
import { isWithoutPassword } from './proved-anew.ts';
import { asking, comeBack, switchedOn } from './provider-sign-in.ts';
import { type CredentialRow, readCredential } from './queries.ts';
import { newTrip, type Trip, tripOf } from './trips.ts';
import { mine, sessionOf } from './whose-session.ts';

/** Whoever has something of his own shows that. What knows OAuth 2.0 alone never says when it has asked. */
export async function provingAccounts(db: Db, user: CredentialRow): Promise<readonly LinkedShown[]> {
  if (user.has_factor === 1 || !isWithoutPassword(user)) return [];
  return (await linkedOf(db, user.no)).filter((one) => one.enabled === 1 && presets[presetOf(one)].kind === 'open-id');
}

export const beginProof = action(beginProviderProof, async (call, { provider: key }) => {
  const { world } = call;
  const actor = sessionOf(call);
  const accounts = await provingAccounts(world.db.read, await mine(call, actor));
  if (!accounts.some(({ provider_key }) => provider_key === key)) throw new Refusal('account.missing');
  const provider = switchedOn(await providerByKey(world.db.read, key));
  const redirectUri = redirectUriOf(world, key);
  if (redirectUri === '') throw new Refusal('provider.no-address');
  const trip = newTrip(world, { purpose: 'prove', browser: actor.viaId }, { whither: provider.id, to: '' });
  return { url: await asking(world, provider, () => world.providers.begin(connectionOf(world, provider), { ...trip, redirectUri, anew: true })) };
});

type Coming = { readonly key: string; readonly at: URL };

/** In the session that began it, as the very account that is linked, and asked since he went. */
export async function proveThere(world: World, actor: UserActor, { key, at }: Coming): Promise<void> {
  const trip = tripOf(world, { purpose: 'prove', browser: actor.viaId }, at.searchParams.get('state'));
  const { provider, arrived } = await comeBack(world, { trip, key, at });
  const user = await readCredential(world.db.read, actor.no);
  if (!trip || !user) throw new Refusal('auth.required');
  const isHis = (await provingAccounts(world.db.read, user)).some(({ issuer, subject }) => issuer === arrived.issuer && subject === arrived.subject);
  if (!isHis) throw new Refusal('proof.other-account', { name: provider.name });
  refuseUnasked(arrived, trip, provider.name);
  await world.db.write((tx) => writeProved(tx, { id: actor.viaId, now: world.now() }));
  world.bearers.forget(actor.viaId);
}

/** `max_age=0` bounds the age by nothing, but what is shown there may take minutes: it must have begun after he went, by clocks that differ a little. */
function refuseUnasked({ shownAt }: Arrived, { begunAt }: Trip, name: string): void {
  if (shownAt === 0) throw new Refusal('proof.untold', { name });
  if (shownAt < begunAt - clockAllowanceSeconds * 1_000) throw new Refusal('proof.not-asked', { name });
}
