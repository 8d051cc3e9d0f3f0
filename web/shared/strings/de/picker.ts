import type { picker as english } from '../picker.ts';

export const picker: typeof english = {
  searchRoles: 'Rolle suchen',
  searchGroups: 'Gruppe suchen',
  searchUsers: 'Benutzer nach Name oder E-Mail suchen',
  noRoles: 'Keine Rolle passt.',
  noGroups: 'Keine Gruppe passt.',
  noUsers: 'Kein Benutzer passt.',
  remove: (name) => `${name} herausnehmen`,
  term: 'Von – bis',
  everyone: 'Diese Rolle haben schon alle.',
  everyoneSays: 'alle haben sie',
  mayNotGive: 'Sie enthält Verwaltungsrechte. Nur wer diese selbst hat, darf sie vergeben.',
  chosen: 'Ausgewählt',
  how: 'Ändern',
  shut: 'Schließen',
  changeHow: (verb, name) => `${verb}, wie ${name} vergeben wird`,
  searching: 'Wird gesucht',
  notFound: (because) => `Die Liste konnte nicht geladen werden. ${because}`,
};
