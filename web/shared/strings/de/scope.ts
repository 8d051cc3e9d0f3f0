import type { scope as english } from '../scope.ts';

export const scope: typeof english = {
  label: 'Für wen',
  everybody: 'Für alle',
  some: 'Nur für einige',
  means:
    'Was die Rolle erlaubt, gilt dann nur für Benutzer, Gruppen und Rollen, auf die das hier passt. Was niemand Bestimmten betrifft, etwa Login, gilt nicht: Vergeben Sie das in einer Rolle für alle.',
  condition: 'Bedingung',
  kinds: {
    groups: 'Mitglieder von Gruppen',
    store: 'Benutzerspeicher',
    roles: 'Inhaber von Rollen',
    kind: 'Art des Benutzers',
    attribute: 'Attribut',
  },
  chooseStore: 'Einen Speicher wählen',
  chooseKind: 'Eine Art wählen',
  attribute: 'Attribut',
  is: 'ist',
  value: 'Wert',
  join: 'Wie die Bedingungen verbunden sind',
  all: 'Alle davon',
  any: 'Eine davon',
  more: 'Bedingung hinzufügen',
  remove: 'Bedingung entfernen',
  open: 'für wen, ist noch nicht gesagt',
  notReady: 'Sagen Sie in jeder Bedingung, für wen, oder wählen Sie „Für alle“.',
};
