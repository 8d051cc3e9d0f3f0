// Second factors as the contract shows them, and as the journal keeps them: never a secret.
// Called by authentication/ and users/. Pure.
import type { Factor } from './contract.ts';
import type { FactorRow } from './queries.ts';

export const shownFactor = ({ id, kind, name, created_at, last_used_at, suspended_at }: FactorRow): Factor => ({
  id,
  kind: kind === 'passkey' ? 'passkey' : 'totp',
  name,
  createdAt: created_at,
  lastUsedAt: last_used_at,
  suspended: suspended_at > 0,
});

/** It stands in the journal of its user, and is read by whoever may read about him. */
export const factorImage = (owner: { readonly id: string; readonly name: string }, what: string) => ({
  kind: 'factor',
  id: owner.id,
  name: `${owner.name} · ${what}`,
});
