// Starts a session: a new id and secret at each sign-in, never one that the browser brought (CVE-2022-3916, CVE-2024-7341).
// Called by authentication/ and set-up's page after a proof. Only a hash of the secret is stored.
// Does not know what was proved, nor cookies.
import type { Tx } from '#db/tables.ts';
import type { World } from '#world.ts';
import { insertSession, tidySessionsOf } from './queries.ts';
import { newToken } from './session.ts';

const hourMilliseconds = 3_600_000;
const browserMax = 200;

export type NewSession = {
  readonly userNo: number;
  readonly epoch: number;
  readonly network: string;
  readonly browser: string /** The second factor that was shown; '' = none. */;
  readonly factor?: string;
  /** The identity provider he came by, row key: the session ends when it is switched off. */
  readonly providerNo?: number;
  /** When he last proved himself, if not by this sign-in. */
  readonly provedAt?: number;
  readonly now: number;
};
/** `text` is the cookie's value, shown this once. */
export type Started = { readonly text: string; readonly id: string; readonly endsAt: number };

export async function startSession(
  tx: Tx,
  world: Pick<World, 'config' | 'newId' | 'random'>,
  { userNo, epoch, network, browser, factor = '', providerNo = 0, now, provedAt = now }: NewSession,
): Promise<Started> {
  const id = world.newId();
  const { text, secretHash } = newToken('session', id, world.random);
  const endsAt = now + Math.round(world.config.sessionHoursMax * hourMilliseconds);
  await tidySessionsOf(tx, { userNo, now });
  await insertSession(tx, {
    id,
    user_no: userNo,
    secret_hash: secretHash,
    epoch,
    started_at: now,
    last_seen_at: now,
    ends_at: endsAt,
    network,
    browser: printable(browser).slice(0, browserMax),
    factor,
    proved_at: provedAt,
    provider_no: providerNo,
  });
  return { text, id, endsAt };
}

/** What a browser says of itself is shown in lists: only signs that can be seen. */
const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '');
