import type { show as english } from '../show.ts';

/** More names than this are counted. */
const namedMax = 3;

const named = (noun: string, names: readonly string[], count: number) =>
  names.length === 0 || count > namedMax ? `${count} ${noun}` : `${noun} ${names.join(', ')}`;

export const show: typeof english = {
  state: { active: 'Aktiv', pending: 'Wartet', locked: 'Gesperrt', ended: 'Beendet', disabled: 'Deaktiviert', deleted: 'Gelöscht' },
  kind: { person: 'Person', device: 'Gerät', program: 'Programm' },
  anyKind: 'Alle Arten',
  kinds: { person: 'Personen', device: 'Geräte', program: 'Programme' },
  justNow: 'gerade eben',
  inAMoment: 'gleich',
  lockedUntil: (when) => `Gesperrt bis ${when}`,
  endsIn: (when) => `Endet ${when}`,
  starts: (when) => `Beginnt ${when}`,
  pendingFor: (what) => `Wartet auf ${what}`,
  secretOnce: 'Wird nur dieses eine Mal gezeigt. Kopieren Sie es jetzt; niemand kann es später noch lesen.',
  fromUntil: (from, until) => (from && until ? `${from} – ${until}` : from ? `ab ${from}` : until ? `bis ${until}` : 'Ohne Ende'),
  everyUser: 'alle',
  builtIn: 'Eingebaut',
  host: (name) => `Rechner ${name}`,
  scope: {
    all: 'Alle',
    store: (name) => (name === undefined ? 'ein Benutzerspeicher' : `Benutzerspeicher ${name}`),
    kind: (kinds) => `nur ${kinds}`,
    attribute: (name, value) => `${name} ist ${value}`,
    roles: (names, count) =>
      count === 1 ? `${names[0] === undefined ? 'eine Rolle' : `Rolle ${names[0]}`} und wer sie hat` : `${named('Rollen', names, count)} und wer sie hat`,
    groups: (names, count) =>
      count === 1
        ? `${names[0] === undefined ? 'eine Gruppe' : `Gruppe ${names[0]}`} und ihre Mitglieder`
        : `${named('Gruppen', names, count)} und ihre Mitglieder`,
    names: { organisation: 'Organisation', country: 'Land', language: 'Sprache', timeZone: 'Zeitzone', mail: 'E-Mail' },
    and: ' und ',
    or: ' oder ',
  },
};
