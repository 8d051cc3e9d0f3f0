// Entries of one operation, newest first, without reading all the others.
import type { Step } from '../migrate.ts';

export const journalExplorer: Step = {
  number: 7,
  name: 'journal explorer',
  statements: () => ['create index journal_operation on journal (operation, number)'],
};
