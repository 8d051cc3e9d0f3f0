// Takes the images of one object out of the journal for ever (rule 20). Entries and their digests stay, so the chain still verifies; without text and salt no
// digest can be guessed back. Called inside a change, which leaves an entry of its own. Knows neither users nor rights.
import type { Change } from './change.ts';

/** How many images were erased. */
export async function eraseImages({ tx, now }: Change, objectId: string): Promise<number> {
  const erased = await tx
    .updateTable('journal_images')
    .set({ name: '', before: '', after: '', salt: '', erased_at: now })
    .where('object_id', '=', objectId)
    .where('erased_at', '=', 0)
    .returning('number')
    .execute();
  return erased.length;
}
