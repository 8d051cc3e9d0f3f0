import type { bin as english } from '../bin.ts';

export const bin: typeof english = {
  title: 'Papierkorb',
  says: 'Was gelöscht wurde, bleibt hier, bis es jemand endgültig entfernt. Ein wiederhergestellter Benutzer hat, was er hatte; eine Rolle oder Gruppe entsteht neu, mit einer neuen Id.',
  tabs: { users: 'Benutzer', roles: 'Rollen', groups: 'Gruppen' },
  search: 'Gelöschten Benutzer suchen',
  name: 'Name',
  deleted: 'Gelöscht',
  by: 'Von',
  reason: 'Grund',
  kept: 'Bleibt',
  untilRemoved: 'bis zum endgültigen Entfernen',
  inJournal: 'für immer im Journal',
  empty: 'Niemand ist im Papierkorb. Gelöschte Benutzer kommen hierher und können wiederhergestellt werden.',
  noneOf: {
    roles: 'Keine gelöschte Rolle lässt sich wiederherstellen.',
    groups: 'Keine gelöschte Gruppe lässt sich wiederherstellen.',
  },
  restoreAll: (count) => (count === 1 ? '1 Benutzer wiederherstellen' : `${count} Benutzer wiederherstellen`),
  restore: 'Wiederherstellen…',
};
