import type { undoing as english } from '../undoing.ts';

export const undoing: typeof english = {
  done: (changes) => `Rückgängig gemacht. ${changes.join(' ')}`,
  left: (conflicts) => `So gelassen: ${conflicts.join(' ')}`,
  title: 'Diese Änderung rückgängig machen',
  verb: 'Rückgängig machen',
  undoes: 'Nimmt zurück',
  undoneBy: 'Zurückgenommen von',
  job: 'Teil eines Auftrags',
  says: 'Das würde geschehen:',
  looking: 'Es wird nachgesehen, ob es sich rückgängig machen lässt …',
};
