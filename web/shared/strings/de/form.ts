import type { form as englishForm, password as englishPassword } from '../form.ts';

export const form: typeof englishForm = {
  invalid: 'Das passt nicht.',
  needed: 'Das wird gebraucht.',
  faults: {
    minLength: (limit) => (limit <= 1 ? 'Das wird gebraucht.' : `Mindestens ${limit} Zeichen.`),
    maxLength: (limit) => `Höchstens ${limit} Zeichen.`,
    pattern: () => 'Das enthält Zeichen, die hier nicht gehen.',
    minimum: (limit) => `Mindestens ${limit}.`,
    maximum: (limit) => `Höchstens ${limit}.`,
    enum: () => 'Wählen Sie etwas aus der Liste.',
    required: () => 'Das wird gebraucht.',
  },
  optional: 'freiwillig',
  from: 'Von',
  until: 'Bis',
  datesReversed: 'Das Ende muss nach dem Anfang liegen.',
};

export const password: typeof englishPassword = {
  label: 'Passwort',
  repeat: 'Passwort wiederholen',
  differ: 'Die beiden stimmen nicht überein.',
  typed: 'Eines eingeben',
  generated: 'Eines erzeugen',
  none: 'Keines',
  how: 'Wie das Passwort gesetzt wird',
  generatedSays: 'Reeve macht ein starkes Passwort und zeigt es einmal, wenn Sie fertig sind.',
  noneSays: 'Ohne Passwort geht die Anmeldung nur mit API-Token.',
  noSecret: 'Geben Sie danach auf der Seite des Benutzers ein API-Token.',
  mustChange: 'Muss bei der nächsten Anmeldung ein eigenes wählen',
  mustChangeSays: 'Das vorläufige Passwort gilt 24 Stunden.',
  mustChangeThere: 'Wie lange das vorläufige Passwort gilt, bestimmt sein Speicher.',
  rule: 'Die Regel für Passwörter',
  strength: 'Wie schwer es zu erraten ist',
  strengthIs: (strength) => `Schwer zu erraten: ${strength}`,
};
