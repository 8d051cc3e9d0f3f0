import type {
  ended as englishEnded,
  frame as englishFrame,
  keys as englishKeys,
  leaving as englishLeaving,
  palette as englishPalette,
  proof as englishProof,
} from '../frame.ts';

export const frame: typeof englishFrame = {
  product: 'Reeve',
  console: 'Konsole',
  dashboard: 'Dashboard',
  skip: 'Zum Inhalt springen',
  menu: 'Menü',
  navigation: 'Hauptmenü',
  crumbs: 'Pfad',
  openMenu: 'Menü öffnen',
  scheme: { label: 'Farben', light: 'Hell', dark: 'Dunkel', auto: 'Wie das System' },
  language: 'Sprache',
  account: 'Mein Konto',
  signOut: 'Abmelden',
  toDashboard: 'Admin-Dashboard',
  toConsole: 'Management-Konsole',
  help: 'Tastatur',
  search: 'Suchen',
  searchHint: 'Suchen oder öffnen',
  loading: 'Wird geladen',
  failed: 'Das konnte nicht geladen werden.',
  again: 'Noch einmal versuchen',
  restFailed: 'Der Rest konnte nicht geladen werden.',
  more: 'Mehr zeigen',
  viewing: {
    label: 'Mit den Augen eines anderen',
    says: (name, until) => `Sie sehen Reeve so wie ${name}, bis ${until}. Nichts lässt sich ändern.`,
    end: (name) => `Weiter als ${name}`,
    refused: 'Sie sehen das mit den Augen eines anderen: Nichts lässt sich ändern.',
    ended: 'Sie sehen Reeve wieder als Sie selbst: Die Zeit war um, oder was Sie dürfen, hat sich geändert.',
  },
  missing: { title: 'Hier ist nichts', says: 'Unter dieser Adresse gibt es keine Seite.', home: 'Zu den Benutzern' },
  broken: { title: 'Diese Seite ist stehen geblieben', says: 'Auf dieser Seite ist etwas schiefgegangen. Geändert wurde dadurch nichts.', again: 'Neu laden' },
  need: (path) => `Sie brauchen die Berechtigung ${path}.`,
  problem: {
    unreadable: (status) => `Der Server hat mit ${status} geantwortet, ohne zu sagen, warum. Versuchen Sie es noch einmal.`,
    wordless: (status) => `Der Server hat mit ${status} geantwortet.`,
    silent: 'Reeve hat nicht geantwortet. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
    silentChange:
      'Reeve hat nicht geantwortet; ob es geschehen ist, ist darum nicht bekannt. Was Sie eingegeben haben, ist noch da: Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  },
  close: 'Schließen',
  cancel: 'Abbrechen',
  back: 'Zurück',
  copy: 'Kopieren',
  copied: 'Kopiert',
  undo: 'Rückgängig',
  save: 'Speichern',
  saved: 'Gespeichert',
  reset: 'Verwerfen',
  never: 'Nie',
  none: 'Keine',
  always: 'Ohne Ende',
  actions: 'Aktionen',
  moreActions: (name) => `Aktionen für ${name}`,
  rules: {
    holdsMore: {
      user: (path) => `Dieser Benutzer hat ${path}, und Sie haben das nicht: Das darf nur jemand tun, der es auch hat.`,
      role: (path) => `Sie gibt ${path}, und Sie haben das nicht: Das darf nur jemand tun, der es auch hat.`,
      group: (path) => `Ihre Rollen geben ${path}, und Sie haben das nicht: Das darf nur jemand tun, der es auch hat.`,
    },
    lastAdministrator: 'Dieser Benutzer ist der letzte mit All Permissions. Geben Sie sie zuerst einer anderen aktiven Person.',
    outside: 'Das dürfen Sie nur bei einigen tun, und hier nicht.',
  },
  yourself: 'Niemand tut das an sich selbst. Nutzen Sie Ihre Kontoseite, oder bitten Sie jemanden, der auch verwaltet.',
};

export const leaving: typeof englishLeaving = {
  title: 'Gehen, ohne zu speichern?',
  says: 'Was Sie hier eingegeben haben, ist nicht gespeichert und ginge verloren.',
  stay: 'Hierbleiben',
  leave: 'Gehen',
};

export const ended: typeof englishEnded = {
  title: 'Ihre Sitzung ist beendet',
  says: 'Was Sie eingegeben haben, steht noch da. Melden Sie sich in einem neuen Tab an, kommen Sie zurück und machen Sie weiter.',
  signIn: 'In einem neuen Tab anmelden',
  goOn: 'Weiter',
  notYet: 'Sie sind noch nicht angemeldet.',
  other: 'Jetzt ist jemand anderes angemeldet. Die Seite muss neu geladen werden, und das Eingegebene geht verloren.',
  reload: 'Neu laden',
};

export const palette: typeof englishPalette = {
  title: 'Suche und Befehle',
  placeholder: 'Einen Benutzer, eine Rolle, eine Gruppe oder eine Seite finden, oder sagen, was zu tun ist',
  screensPlaceholder: 'Eine Seite öffnen',
  found: 'Was gefunden wurde',
  nothing: 'Nichts gefunden',
  screens: 'Seiten',
  actions: 'Aktionen',
  users: 'Benutzer',
  roles: 'Rollen',
  groups: 'Gruppen',
  verbSays: 'dann eingeben, wen',
  verbs: {
    lock: 'Sperren',
    unlock: 'Entsperren',
    disable: 'Deaktivieren',
    enable: 'Aktivieren',
    password: 'Passwort ändern von',
    roles: 'Rollen zuweisen an',
    endSessions: 'Sitzungen beenden von',
    remove: 'Löschen',
    restore: 'Wiederherstellen',
  },
};

export const keys: typeof englishKeys = {
  title: 'Tastatur',
  rows: [
    ['/', 'Diese Liste durchsuchen'],
    ['⌘ K oder Strg K', 'Alles finden, oder sagen, was zu tun ist: „sperren anna“'],
    ['↑ ↓ oder K J', 'Durch eine Liste oder den Baum gehen'],
    ['Enter', 'Zeile öffnen'],
    ['.', 'Aktionen der Zeile'],
    ['Leertaste', 'Zeile auswählen; im Baum ankreuzen'],
    ['Umschalt Leertaste', 'Von der zuletzt berührten Zeile bis zu dieser auswählen'],
    ['⌘ A oder Strg A', 'Alle gezeigten Zeilen auswählen'],
    ['Escape', 'Niemanden auswählen; schließen, was offen ist'],
    ['← →', 'Einen Zweig schließen oder öffnen; an ihrem Rand eine Spalte schmaler oder breiter machen'],
    ['?', 'Diese Seite'],
  ],
};

export const proof: typeof englishProof = {
  title: 'Zeigen Sie, dass Sie es sind',
  says: 'In falschen Händen kann das lange schaden; deshalb wird noch einmal gefragt, wer Sie sind. Danach geschieht es von selbst.',
  noWay:
    'Hier gibt es nichts, das Sie zeigen könnten. Melden Sie sich ab und wieder an, und tun Sie es dann noch einmal. Was Sie getippt haben, bleibt in dieser Seite, solange sie offen ist.',
  passkey: 'Passkey benutzen',
  passkeyRefused:
    'Es wurde kein Passkey gezeigt. Versuchen Sie es noch einmal, oder nehmen Sie einen anderen Weg. Hat Ihr Browser nichts gefragt, traut er vielleicht dem Zertifikat dieser Seite nicht: „reeve tls“ auf dem Host hilft.',
  code: 'Code',
  codeSays: '6 Ziffern Ihrer App, oder ein Wiederherstellungscode.',
  password: 'Passwort',
  goOn: 'Ich bin es',
};
