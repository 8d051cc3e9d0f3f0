// Sign-ins and failures as they are kept: bounded, added up, and never with what a stranger typed (rule 22).
// Called by the files of this room. Does not know who may read them.
import type { Tx } from '#db/tables.ts';
import type { World } from '#world.ts';
import { countEvent, insertEvent, type NewEvent, removeOld } from './queries.ts';

export type Outcome =
  | 'signed-in'
  | 'failed'
  | 'throttled'
  | 'refused'
  | 'password-changed'
  | 'signed-out'
  | 'set-up'
  | 'passkey-copied'
  | 'recovery-asked'
  | 'code-refused'
  | 'sign-up-asked'
  | 'password-ends';

/** Outcomes that somebody may cause as often as he likes. */
const countedOutcomes: readonly Outcome[] = ['failed', 'throttled', 'refused', 'passkey-copied', 'recovery-asked', 'code-refused', 'sign-up-asked'];
const dayMilliseconds = 86_400_000;

export type Noted = Omit<NewEvent, 'outcome'> & { readonly outcome: Outcome };

export async function noteEvent(world: World, event: Noted): Promise<void> {
  await world.db.write((tx) => noteWithin(tx, event));
}

/** Together with what it is about. */
export const noteWithin = (tx: Tx, event: Noted): Promise<void> => (countedOutcomes.includes(event.outcome) ? countEvent(tx, event) : insertEvent(tx, event));

/** Removes what is beyond its time. For whoever runs now and then. */
export async function removeOldEvents(world: World): Promise<void> {
  const now = world.now();
  await world.db.write((tx) => removeOld(tx, { now, eventsBefore: now - world.config.eventDaysMax * dayMilliseconds }));
}
