import type { roleChanges as englishChanges, compareRoles as englishCompare, copyRole as englishCopy, roleUse as englishUse } from '../role-changes.ts';

const people = (count: string, one: boolean) => (one ? 'Ein Benutzer' : `${count} Benutzer`);

export const roleChanges: typeof englishChanges = {
  title: 'Was sich durch das Speichern ändert',
  opens: 'Die Rolle öffnet',
  closes: 'Die Rolle schließt',
  asking: 'Es wird nachgesehen, wer sie hat …',
  gains: (count, one, what) => `${people(count, one)} ${one ? 'bekommt' : 'bekommen'} ${what}`,
  loses: (count, one, what) => `${people(count, one)} ${one ? 'verliert' : 'verlieren'} ${what}`,
  administrators: (count, one) => (one ? 'davon einer, der verwaltet' : `davon ${count}, die verwalten`),
  administrator: 'und verwaltet',
  atLeast: (says) => `Mindestens: ${says}`,
  nobody: 'Niemand bekommt oder verliert dadurch etwas: Niemand hat die Rolle jetzt, oder alle haben es auch durch andere Rollen.',
  more: (count) => `und ${count} weitere Berechtigungen`,
  incomplete: (count) => `Mehr Benutzer haben die Rolle, als angesehen werden konnten; diese Zahlen stammen von den ersten ${count}.`,
};

export const compareRoles: typeof englishCompare = {
  title: 'Rollen vergleichen',
  one: 'Eine Rolle',
  other: 'Eine andere Rolle',
  choose: 'Wählen Sie zwei Rollen, um zu sehen, worin sie sich unterscheiden.',
  same: 'Diese beiden Rollen erlauben dasselbe.',
  all: 'Auch worin sie übereinstimmen',
  permission: 'Berechtigung',
  allows: 'erlaubt',
  denies: 'nicht erlaubt',
  missing: 'Diese Rolle gibt es nicht mehr, oder Sie dürfen sie nicht sehen.',
  action: 'Vergleichen mit …',
  holders: (name) => `Wer ${name} hat`,
};

export const copyRole: typeof englishCopy = {
  action: 'Kopieren …',
  from: (name) => `Die Berechtigungen von ${name} sind schon angekreuzt. Wer die Rolle hat, wird nicht kopiert.`,
  name: (name) => `Kopie von ${name}`,
};

export const roleUse: typeof englishUse = {
  everybody: 'Alle, die sie haben, auch über Gruppen',
  changers: 'Wer sie ändern und vergeben darf',
};
