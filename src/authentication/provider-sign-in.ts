// Signing in by an identity provider: whoever comes back from there is the user whose linked account it is, by issuer and subject. Whoever is nobody here may become
// a user, if the provider's settings say so. For users of PRIMARY: whether somebody of another store may sign in is that store's to say.
// Called by edges/sign-in. Does not know pages.
import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { type Arrived, ProviderFault } from '#identity-provider.ts';
import { labelOf } from '#providers/claims.ts';
import { linkedBy, type ProviderRow, providerById, providerByKey, touchLinked } from '#providers/queries.ts';
import { connectionOf, redirectUriOf } from '#providers/settings.ts';
import type { World } from '#world.ts';
import { factsOf } from './authenticate.ts';
import { noteEvent } from './events.ts';
import { type From, goOn, type SignedIn, type Waiting } from './flow.ts';
import { followRoles } from './mapped-roles.ts';
import { newcomer } from './newcomer.ts';
import { type CredentialRow, readCredential } from './queries.ts';
import { newTrip, spendTrip, type Trip, tripOf } from './trips.ts';

/** `form` = what this browser's form is known by; whoever comes back in another browser is nobody. */
type Going = { readonly key: string; readonly form: string; readonly to: string };
/** `at` = the whole address that he came back to. */
export type Coming = { readonly key: string; readonly form: string; readonly at: URL };

/** The address that the browser goes to. */
export async function goToProvider(world: World, { key, form, to }: Going): Promise<string> {
  const provider = switchedOn(await providerByKey(world.db.read, key));
  const redirectUri = redirectUriOf(world, key);
  if (redirectUri === '') throw new Refusal('provider.no-address');
  const trip = newTrip(world, { purpose: 'sign-in', browser: form }, { whither: provider.id, to });
  return asking(world, provider, () => world.providers.begin(connectionOf(world, provider), { ...trip, redirectUri }));
}

export async function signInByProvider(world: World, { key, form, at }: Coming, from: From): Promise<SignedIn | Waiting> {
  const trip = tripOf(world, { purpose: 'sign-in', browser: form }, at.searchParams.get('state'));
  const came = await comeBack(world, { trip, key, at });
  const { user, linkedNo } = await whoCame(world, came);
  await refuseShut(world, user, from);
  await followRoles(world, came, user);
  return goOn(world, { user, from, to: trip?.to ?? '', factor: '', mustChoose: mustChoose(user), linkedNo });
}

type Back = { readonly trip: Trip | null; readonly key: string; readonly at: URL };
export type CameBack = { readonly provider: ProviderRow; readonly arrived: Arrived };

/** The trip is spent before anything is asked: a code that comes twice is asked for once. The provider must be switched on when the answer is there. */
export async function comeBack(world: World, { trip, key, at }: Back): Promise<CameBack> {
  if (!trip) throw new Refusal('provider.over');
  const provider = switchedOn(await providerById(world.db.read, trip.whither));
  if (provider.key !== key || !(await spendTrip(world, trip))) throw new Refusal('provider.over');
  const state = at.searchParams.get('state') ?? '';
  const arrived = await asking(world, provider, () => world.providers.arrive(connectionOf(world, provider), { state, seed: trip.seed, at }));
  return { provider: switchedOn(await providerById(world.db.read, trip.whither)), arrived };
}

/** Off is off at once, and as if it had never been there. */
export function switchedOn(provider: ProviderRow | undefined): ProviderRow {
  if (provider?.enabled !== 1) throw new Refusal('provider.off');
  return provider;
}

/** Why it did not work is told to whoever runs this, and not to strangers. */
export async function asking<T>({ log }: World, { key, name }: ProviderRow, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (fault) {
    if (!(fault instanceof ProviderFault)) throw fault;
    if (fault.declined) throw new Refusal('provider.declined', { name });
    log.warn({ err: fault, provider: key }, 'an identity provider did not prove anybody');
    throw new Refusal('provider.failed', { name });
  }
}

type Whose = { readonly user: CredentialRow; readonly linkedNo: number };

async function whoCame(world: World, came: CameBack): Promise<Whose> {
  const known = await linkedBy(world.db.read, came.arrived);
  if (known) await world.db.write((tx) => touchLinked(tx, { no: known.no, label: labelOf(came.arrived), now: world.now() }));
  const { user_no: userNo, no: linkedNo } = known ?? (await newcomer(world, came));
  const user = await readCredential(world.db.read, userNo);
  if (user?.store_kind !== 'primary') throw new Refusal('provider.unknown', { name: came.provider.name });
  return { user, linkedNo };
}

/** Told after the provider's proof only (rule 30). */
async function refuseShut(world: World, user: CredentialRow, { network }: From): Promise<void> {
  const shut = gate(factsOf(user), { now: world.now() });
  if (!shut) return;
  await noteEvent(world, { at: world.now(), outcome: 'refused', userNo: user.no, network, door: 'sign-in' });
  throw shut;
}

const mustChoose = ({ must_change, temporary_until }: CredentialRow): boolean => must_change === 1 || (temporary_until ?? 0) !== 0;
