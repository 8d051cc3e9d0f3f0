// Step-up: a dangerous operation wants more than a session. Its user must have shown within minutes that it is he, by his second factor if he has one,
// so that a session that was left open or stolen does not become a lasting hold. Called by action.ts for each such operation. Does not know how it is shown.
import type { UserActor } from '#actor.ts';
import type { Database } from '#db/database.ts';
import { Refusal } from '#errors.ts';
import type { Settings } from '#settings/settings.ts';
import { proofRule } from './contract.ts';
import { owesFactor, provedAt } from './queries.ts';

const minuteMilliseconds = 60_000;

type Judging = { readonly db: Pick<Database, 'read'>; readonly settings: Settings; now(): number };

/** Throws `proof.needed`. Tokens were made after a proof, and are narrowed and ended; jobs were begun after one. */
export async function refuseUnproved(world: Judging, actor: UserActor): Promise<void> {
  if (actor.via !== 'session' || actor.door === 'job') return;
  if ((await provedUntil(world, actor)) <= world.now()) throw new Refusal('proof.needed');
}

/** Until when his last proof holds; 0 = he must show one. */
export async function provedUntil({ db, settings, now }: Judging, { no, viaId, provedAt: known = 0 }: UserActor): Promise<number> {
  const { minutes } = settings.of(proofRule);
  if (minutes === 0) return Number.POSITIVE_INFINITY;
  if (await owesFactor(db.read, { userNo: no, session: viaId })) return 0;
  const until = (at: number) => at + minutes * minuteMilliseconds;
  // What is remembered of a session may be a moment old.
  return now() < until(known) ? until(known) : until(await provedAt(db.read, viaId));
}
