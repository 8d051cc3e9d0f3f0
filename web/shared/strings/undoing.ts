// The words of taking a change back.
import { said } from './language.ts';

export const undoing = said('undoing', {
  done: (changes: readonly string[]) => `Undone. ${changes.join(' ')}`,
  left: (conflicts: readonly string[]) => `Left as it is: ${conflicts.join(' ')}`,
  title: 'Undo this change',
  verb: 'Undo',
  undoes: 'Takes back',
  undoneBy: 'Taken back by',
  job: 'Part of a job',
  says: 'This would happen:',
  looking: 'Looking whether it can be undone …',
} as const);
