// Taking back which entry of its store a user or group is. Called through table.ts. Judges no right: the operation it names does.

import { findGroup } from '#groups/queries.ts';
import { say } from '#sentences/sentence.ts';
import { entryOf } from '#stores/writing/queries.ts';
import { findUser } from '#users/queries.ts';
import { cannot, conflictOf, fieldsOf, type Inverting, isSame, quoted } from '../inverse.ts';

export const relinked: Inverting = async ({ db }, { operation, images }) => {
  const image = images.find(({ after }) => after !== null) ?? cannot(say('undo.no-image-link'));
  const [kind, row] = operation === 'users.relink' ? (['user', await findUser(db, image.id)] as const) : (['group', await findGroup(db, image.id)] as const);
  if (!row) return cannot(say(`undo.no-${kind}`));
  const [was, set, now] = [fieldsOf(image.before).entry, fieldsOf(image.after).entry, (await entryOf(db, { kind, no: row.no }))?.key];
  if (!isSame(set, now)) return { steps: [], changes: [], conflicts: [conflictOf(say('undo.entry'), { was, set, now })] };
  return { steps: [{ operation, input: { id: image.id, entry: was } }], changes: [say('undo.entry-again', { was: quoted(was) })], conflicts: [] };
};
