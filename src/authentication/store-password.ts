// The password of somebody from a store that others own: checked there, never kept here. While the store does not answer, and only if it was allowed for it, the
// last password that it called right lets him in, for a few days at most.
// Called by authenticate.ts. Does not know throttling, nor what is said to whom.
import { Refusal } from '#errors.ts';
import { removeVerifier } from '#sessions/queries.ts';
import { type StoreRow, storeByNo } from '#stores/queries.ts';
import { livingOfRow } from '#stores/settings.ts';
import { refresh } from '#synchronise/discover.ts';
import { StoreFault, type Verdict } from '#user-store.ts';
import type { World } from '#world.ts';
import { type CredentialRow, readEntry, readVerifier, writeVerifier } from './queries.ts';

const dayMilliseconds = 86_400_000;

/**
 * `ended` = right, and he must choose another, which Reeve may set. `wrong` counts as a failure; `unjudged` = his store does not answer, and nobody else may
 * judge it; a Refusal is told to whoever has shown the right password.
 */
export type Proof = 'right' | 'ended' | 'wrong' | 'unjudged' | Refusal;

export async function provedByStore(world: World, user: CredentialRow, password: string): Promise<Proof> {
  const store = await storeByNo(world.db.read, user.store_no);
  const entry = await readEntry(world.db.read, user.no);
  if (!store || !entry || store.enabled === 0 || entry.gone_at !== 0) return pretended(world, password, 'wrong');
  const verdict = await asked(world, { store, user, key: entry.key, address: entry.address, password });
  return verdict === null ? provedInOutage(world, { store, user, password }) : judged(world, { store, user, verdict, password });
}

/** The same work for all who are not let in. */
async function pretended({ hashing }: World, password: string, proof: 'wrong' | 'unjudged'): Promise<Proof> {
  await hashing.pretend(password);
  return proof;
}

type Asked = { readonly store: StoreRow; readonly user: CredentialRow; readonly key: string; readonly address: string; readonly password: string };

/** Null = the store does not answer. Somebody who is right is read anew at once, so that his groups are those of today. */
async function asked(world: World, { store, user, key, address, password }: Asked): Promise<Verdict | null> {
  try {
    const open = await world.stores.of(store.no);
    const verdict = open ? await open.verify({ key, address, name: user.user_name }, password) : 'wrong';
    if (verdict === 'right') await refresh(world, store, key);
    return verdict;
  } catch (fault) {
    if (fault instanceof StoreFault && fault.reason === 'refused') return 'wrong';
    if (!(fault instanceof StoreFault)) world.log.error({ err: fault, store: store.domain }, 'a password could not be checked');
    return null;
  }
}

type Judged = { readonly store: StoreRow; readonly user: CredentialRow; readonly verdict: Verdict; readonly password: string };

async function judged(world: World, { store, user, verdict, password }: Judged): Promise<Proof> {
  const days = livingOfRow(store.living).outageDays;
  if (verdict === 'right') {
    if (days > 0) await keepVerifier(world, { user, password, days });
    return 'right';
  }
  if (days > 0) await world.db.write((tx) => removeVerifier(tx, user.no));
  return refusalOf(store, verdict);
}

/** A directory says "locked" also to wrong passwords, so it is told to nobody. */
function refusalOf({ domain, writable }: StoreRow, verdict: Exclude<Verdict, 'right'>): Proof {
  if (verdict === 'disabled') return new Refusal('user.disabled');
  if (verdict === 'ended') return new Refusal('user.ended');
  if (verdict === 'must-change' || verdict === 'expired') return writable === 1 ? 'ended' : new Refusal('store.password-ended', { domain });
  return 'wrong';
}

async function keepVerifier(
  world: World,
  { user, password, days }: { readonly user: CredentialRow; readonly password: string; readonly days: number },
): Promise<void> {
  const [now, known] = [world.now(), await readVerifier(world.db.read, user.no)];
  const isFresh = known !== undefined && known.made_at > now - dayMilliseconds;
  if (isFresh && (await world.hashing.verify(known.password_hash, password))) return;
  const password_hash = await world.hashing.hash(password);
  await world.db.write((tx) => writeVerifier(tx, { user_no: user.no, password_hash, made_at: now, ends_at: now + days * dayMilliseconds }));
}

type InOutage = { readonly store: StoreRow; readonly user: CredentialRow; readonly password: string };

async function provedInOutage(world: World, { store, user, password }: InOutage): Promise<Proof> {
  const days = livingOfRow(store.living).outageDays;
  const known = days > 0 ? await readVerifier(world.db.read, user.no) : undefined;
  // Whoever shortens the days means also those that have begun.
  if (!known || world.now() >= Math.min(known.ends_at, known.made_at + days * dayMilliseconds)) return pretended(world, password, 'unjudged');
  return (await world.hashing.verify(known.password_hash, password)) ? 'right' : 'wrong';
}
