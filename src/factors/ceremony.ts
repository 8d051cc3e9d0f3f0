// The challenge of a passkey's ceremony: sent to the browser with a seal that says for what, for whom and until when, so that nothing is kept before a right answer;
// and spent when it is answered, on all nodes (WebAuthn Level 3, §13.4.3). Called by passkeys.ts. Knows no passkey.
import { createHmac, hash } from 'node:crypto';
import { openMasterKey } from '#master-key.ts';
import { sameSecret } from '#sessions/session.ts';
import type { World } from '#world.ts';

const challengeBytes = 32;
const keyBytes = 32;
const ceremonyMilliseconds = 5 * 60_000;

/** `purpose` = add, alone, second; `bound` = the session, the flow or the form it belongs to. */
export type Bound = { readonly purpose: string; readonly bound: string };
export type Challenge = { readonly challenge: string; readonly hash: string; readonly endsAt: number };

type Sealing = Pick<World, 'config' | 'random' | 'now'>;

export function newCeremony(world: Sealing, bound: Bound): { readonly challenge: string; readonly ceremony: string } {
  const challenge = world.random(challengeBytes).toString('base64url');
  const endsAt = world.now() + ceremonyMilliseconds;
  return { challenge, ceremony: `${challenge}.${endsAt}.${sealOf(world, bound, `${challenge}.${endsAt}`)}` };
}

/** Null = it is not ours, not for this, or too late. */
export function challengeOf(world: Sealing, bound: Bound, ceremony: string): Challenge | null {
  const [challenge = '', ends = '', seal = '', ...more] = ceremony.split('.');
  if (more.length > 0 || !sameSecret(sealOf(world, bound, `${challenge}.${ends}`), seal)) return null;
  const endsAt = Number(ends);
  return world.now() < endsAt ? { challenge, hash: hash('sha256', challenge, 'base64url'), endsAt } : null;
}

const sealOf = ({ config }: Sealing, { purpose, bound }: Bound, text: string): string =>
  createHmac('sha256', openMasterKey(config).derive('passkey ceremonies', keyBytes))
    .update(JSON.stringify([purpose, bound, text]))
    .digest('base64url');
