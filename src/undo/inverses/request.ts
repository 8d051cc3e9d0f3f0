// Taking back what a request was approved for: the role that was given, or the deletion. Whoever was let in stays, and is disabled or deleted by hand.
// Called through table.ts. Judges no right: the operations it names do.
import { say } from '#sentences/sentence.ts';
import { cannot, fieldsOf, type Inverting } from '../inverse.ts';
import { memberships } from './membership.ts';
import { deleted } from './user.ts';

export const approved: Inverting = (standing, entry) => {
  if (entry.images.some(({ kind }) => kind === 'membership')) return memberships(standing, entry);
  const user = entry.images.find(({ kind }) => kind === 'user');
  return user && fieldsOf(user.after).state === 'deleted' ? deleted(standing, entry) : cannot(say('undo.let-in'));
};

export const deletedByHimself: Inverting = (standing, entry) =>
  entry.images.some(({ kind }) => kind === 'user') ? deleted(standing, entry) : cannot(say('undo.asked'));
