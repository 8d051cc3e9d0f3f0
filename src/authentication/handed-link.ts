// A recovery link that an administrator has made: it belongs to the first browser that goes on with it, and is good only while he who made it may still do so.
// Called by edges/sign-in and recovery.ts. Knows no page.
import type { Actor } from '#actor.ts';
import { admitActor, admitTarget, type Source } from '#admission.ts';
import { Refusal } from '#errors.ts';
import { bindLink, type LinkRow } from '#mail/link-queries.ts';
import { browserKeyOf, followLink } from '#mail/links.ts';
import { makeRecoveryLink } from '#users/mail-contract.ts';
import type { World } from '#world.ts';

const hostPrefix = 'host:';

/** Looks, and changes nothing. `recovery.over` for another browser than the one it belongs to. */
export async function handedLink(world: World, text: unknown, browser: string | undefined): Promise<LinkRow> {
  const followed = await followLink(world, { text, purpose: 'handed', browser });
  if (!followed?.here) throw new Refusal('recovery.over');
  return followed.row;
}

/** From now on it is this browser's. Of two at once, one gets it. */
export async function bindHanded(world: World, text: unknown, browser: string): Promise<LinkRow> {
  const row = await handedLink(world, text, browser);
  if (row.browser_hash !== '') return row;
  const bound = await world.db.write((tx) => bindLink(tx, row.id, browserKeyOf(browser)));
  if (!bound) throw new Refusal('recovery.over');
  return bound;
}

/** Whoever has become more than the maker holds is out of his reach, and so is his link (rule 15); and whoever may nothing any more has made nothing. */
export async function refuseMakersLoss(source: Source, { made_by: madeBy }: LinkRow, id: string): Promise<void> {
  try {
    const actor = await makerOf(source, madeBy);
    await admitTarget(source, await admitActor(source, actor, makeRecoveryLink), { actor, operation: makeRecoveryLink, input: { id } });
  } catch (refusal) {
    if (refusal instanceof Refusal) throw new Refusal('recovery.over');
    throw refusal;
  }
}

/** As he is now, whatever he was signed in with then. */
async function makerOf(source: Source, madeBy: string): Promise<Actor> {
  if (madeBy.startsWith(hostPrefix)) return { kind: 'host', name: madeBy.slice(hostPrefix.length), door: 'cli' };
  const subject = await source.subject(madeBy);
  if (!subject) throw new Refusal('auth.required');
  const { no, id, facts } = subject;
  return { kind: 'user', no, id, epoch: facts.revocationEpoch, via: 'session', viaId: '', narrowed: null, door: 'sign-in', network: '' };
}
