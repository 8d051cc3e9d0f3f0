// A trip to an identity provider and back: what the browser carries there as `state`, sealed, so that nothing is kept before it comes back. It belongs to one browser
// (its form, or its session), to one purpose and provider, for some minutes, and is spent in the database when it comes back, on all nodes.
// Called by provider-sign-in.ts and by whoever links or tries. Knows no protocol.
import { hash } from 'node:crypto';
import { spendChallenge } from '#factors/queries.ts';
import { type Bound, seal, unseal } from '#sealing.ts';
import type { World } from '#world.ts';

const seedBytes = 32;
/** So long somebody may take at the provider: he may have to make a password there. */
const tripMilliseconds = 15 * 60_000;
/** Providers give back so much of a state, and hardly more. */
const pathMax = 300;
const stateMax = 2_000;

const letters = { 'sign-in': 's', link: 'l', try: 't', prove: 'p' } as const;
export type Purpose = keyof typeof letters;
/** `browser` = what this browser's form or session is known by: another browser opens no state of it. */
export type Traveller = { readonly purpose: Purpose; readonly browser: string };
/** `whither` = the provider's id, or the trial's. */
type Where = { readonly whither: string; readonly to: string };
export type Trip = Where & { readonly seed: string; readonly hash: string; readonly begunAt: number; readonly endsAt: number };

const boundTo = ({ purpose, browser }: Traveller): Bound => ({ use: 'provider trips', place: JSON.stringify([purpose, browser]) });

export function newTrip(world: Pick<World, 'config' | 'random' | 'now'>, traveller: Traveller, { whither, to }: Where) {
  const seed = world.random(seedBytes).toString('base64url');
  const kept = to.length > pathMax ? '' : to;
  const sealed = seal(world, JSON.stringify([whither, kept, seed, world.now() + tripMilliseconds]), boundTo(traveller));
  return { state: `${letters[traveller.purpose]}.${Buffer.from(sealed, 'base64').toString('base64url')}`, seed };
}

/** For what this text says that it was begun; to be believed once it opens. Null = it is none of ours. */
export function purposeOf(state: unknown): Purpose | null {
  if (typeof state !== 'string' || state.length > stateMax || !/^[a-z]\.[A-Za-z0-9_-]+$/.test(state)) return null;
  return (Object.keys(letters) as Purpose[]).find((purpose) => letters[purpose] === state[0]) ?? null;
}

/** Null = it was begun by another browser or for something else, or is too late. */
export function tripOf(world: Pick<World, 'config' | 'now'>, traveller: Traveller, state: unknown): Trip | null {
  if (typeof state !== 'string' || traveller.browser === '' || purposeOf(state) !== traveller.purpose) return null;
  const opened = openedBy(world, traveller, state);
  if (!opened) return null;
  // Written above, and opened by its seal.
  const [whither, to, seed, endsAt] = JSON.parse(opened) as [string, string, string, number];
  const begunAt = endsAt - tripMilliseconds;
  return world.now() < endsAt ? { whither, to, seed, begunAt, endsAt, hash: hash('sha256', `trip ${seed}`, 'base64url') } : null;
}

function openedBy(world: Pick<World, 'config'>, traveller: Traveller, state: string): string | null {
  try {
    return unseal(world, Buffer.from(state.slice(2), 'base64url').toString('base64'), boundTo(traveller));
  } catch {
    return null;
  }
}

/** Of two who come back with the same one, one is told true. */
export const spendTrip = ({ db }: Pick<World, 'db'>, { hash: spent, endsAt }: Trip): Promise<boolean> =>
  db.write((tx) => spendChallenge(tx, { hash: spent, endsAt }));
