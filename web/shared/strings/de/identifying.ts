import type { identifying as english } from '../identifying.ts';

export const identifying: typeof english = {
  tab: 'Namen',
  says: 'Jeder meldet sich mit seinem Benutzernamen an, mit DOMAIN/ davor oder ohne. Hier sagen Sie, was ihn außerdem benennt: seine Mailadresse, seine Telefonnummer oder jedes Attribut, das eindeutig ist und das er nicht selbst ändern kann.',
  mailSays: 'Von Mailadressen in PRIMARY zählen nur die, die ihre Benutzer über einen Link in einer Mail bestätigt haben.',
  attributes: 'Außer dem Benutzernamen',
  notUnique: 'nicht eindeutig',
  byUser: 'Benutzer ändern es selbst',
  stores: (name: string) => `${name}: nur Benutzer von`,
  allStores: 'Alle Benutzerspeicher',
  howTo: 'Eindeutig wird ein Attribut unter Einrichten › Attribute; dort wird zuerst gezeigt, wer einen Wert teilt.',
  saved: 'Womit Benutzer sich anmelden dürfen, ist gespeichert.',
  nameFirst: 'Erst der Name, dann das Passwort',
  nameFirstSays: 'Auf zwei Seiten. Die zweite kommt bei jedem Namen, ob er jemandem gehört oder nicht.',
  rememberNames: 'Browser merken sich, wer sich mit ihnen angemeldet hat',
  rememberNamesSays: 'Bis zu fünf Namen, die allein der Browser behält und bei der nächsten Anmeldung anbietet. Jeder lässt sich dort vergessen.',
};
