import { counted } from '../counted.ts';
import type { jobs as english } from '../jobs.ts';

const users = (count: number) => (count === 1 ? '1 Benutzer' : `${counted(count)} Benutzer`);
const ofUsers = (count: number) => (count === 1 ? '1 Benutzer' : `${counted(count)} Benutzern`);

const verbs: typeof english.verbs = {
  lock: 'Sperren',
  unlock: 'Entsperren',
  disable: 'Deaktivieren',
  enable: 'Aktivieren',
  'give-role': 'Eine Rolle geben',
  'take-role': 'Eine Rolle entziehen',
  'reset-password': 'Passwörter zurücksetzen',
  invite: 'Einladen',
  'end-sessions': 'Sitzungen beenden',
  delete: 'Löschen',
  restore: 'Wiederherstellen',
  undo: 'Rückgängig machen',
  relink: 'Neu verknüpfen',
};

export const jobs: typeof english = {
  title: 'Aufträge',
  says: 'Änderungen an vielen Benutzern auf einmal: wie weit sie sind, was aus jedem wurde, und der Weg zurück.',
  nothing: 'Noch kein Auftrag. Wählen Sie in der Liste Benutzer aus, und ändern Sie sie zusammen.',
  what: 'Was',
  state: 'Zustand',
  who: 'Wer',
  begun: 'Begonnen',
  progress: 'Fortschritt',
  open: 'Öffnen',
  user: 'Benutzer',
  group: 'Gruppe',
  how: 'Wie',
  why: 'Warum',
  became: 'Ergebnis',
  entry: (number) => `Eintrag ${number}`,
  more: 'Mehr zeigen',
  users,
  verbs,
  verb: (does, of, count) => {
    if (does === 'give-role') return `${of} an ${users(count)} geben`;
    if (does === 'take-role') return `${of} ${ofUsers(count)} entziehen`;
    if (does === 'relink') return `${count === 1 ? '1 Benutzer oder Gruppe' : `${counted(count)} Benutzer und Gruppen`} von ${of} neu verknüpfen`;
    return `${verbs[does as keyof typeof verbs] ?? does}: ${users(count)}`;
  },
  bulk: {
    says: 'Zuerst sehen Sie genau, was sich ändern würde und wer ausgelassen würde. Noch geschieht nichts.',
    selected: (count) => `${users(count)} ausgewählt`,
    pasted: (count) => `${counted(count)} ${count === 1 ? 'Zeile' : 'Zeilen'} eingefügt`,
    matching: 'Alle Benutzer, die zu den Filtern der Liste passen',
    lost: 'Die Auswahl ist weg, weil die Seite neu geladen wurde. Wählen Sie die Benutzer noch einmal aus.',
    toUsers: 'Zu den Benutzern',
    reason: 'Grund',
    reasonSays: 'Steht im Protokoll bei jedem, der geändert wird.',
    until: 'Bis',
    untilSays: 'Leer: bis jemand entsperrt.',
    role: 'Rolle',
    rehearse: 'Zeigen, was sich ändern würde',
  },
  plan: {
    title: 'Probe',
    sentence: (verb, skip, unknown) =>
      [
        `Das würde tun: ${verb}.`,
        skip > 0 ? `${users(skip)} ${skip === 1 ? 'bliebe' : 'blieben'} unverändert.` : '',
        unknown > 0 ? `${counted(unknown)} ${unknown === 1 ? 'Name meint' : 'Namen meinen'} niemanden mit Sicherheit.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    nobody: 'Das würde niemanden ändern.',
    administrators: (count) => (count === 1 ? 'Einer davon verwaltet.' : `${counted(count)} davon verwalten.`),
    skipped: 'Wer ausgelassen wird, und warum',
    losses: 'Welche Rechte verloren gehen',
    loss: (count, name, administrators) =>
      `${count === 1 ? '1 Person verliert' : `${counted(count)} Personen verlieren`} ${name}${administrators === 0 ? '' : administrators === 1 ? ', davon eine, die verwaltet' : `, davon ${counted(administrators)}, die verwalten`}.`,
    rows: 'Alle in diesem Plan',
    tabs: { change: 'Änderungen', skip: 'Ausgelassen', unknown: 'Nicht gefunden' },
    ends: 'Noch ist nichts geschehen. Der Plan wird vergessen',
    changed: 'Wer vorher von jemand anderem geändert wird, bleibt unberührt und wird gemeldet.',
    leave: 'Sein lassen',
    carriedOut: 'Dieser Plan wurde ausgeführt.',
    toJob: 'Zum Auftrag',
    relink: {
      sentence: (verb) => `Das würde tun: ${verb}.`,
      rest: (skip, unknown) =>
        [
          skip > 0 ? `${counted(skip)} ${skip === 1 ? 'bliebe' : 'blieben'} unverändert.` : '',
          unknown > 0 ? `${counted(unknown)} ${unknown === 1 ? 'Eintrag gehört' : 'Einträge gehören'} hier niemandem.` : '',
        ]
          .filter(Boolean)
          .join(' '),
      nobody: 'Niemandem lässt sich ein neuer Eintrag zuordnen.',
      administrators: (count) => (count === 1 ? 'Davon hat einer verwaltende Berechtigungen.' : `Davon haben ${counted(count)} verwaltende Berechtigungen.`),
      administering: 'Wer verwaltende Berechtigungen hat',
      administeringSays: 'Wer diesen Speicher betreibt, bestimmt, wer das jetzt ist. Sehen Sie sich jeden an, bevor Sie fortfahren.',
      moreAdministering: (count) => `und ${counted(count)} weitere`,
      unknown: 'Ohne Benutzer',
    },
  },
  states: { plan: 'Geplant', waiting: 'Wartet', running: 'Läuft', done: 'Erledigt', cancelled: 'Abgebrochen', stopped: 'Angehalten' },
  outcomes: { waiting: 'Wartet', done: 'Erledigt', skipped: 'Ausgelassen', failed: 'Gescheitert' },
  job: {
    progress: (done, total) => `${counted(done)} von ${counted(total)}`,
    sums: (done, skipped, failed) =>
      [`${counted(done)} erledigt`, skipped > 0 ? `${counted(skipped)} ausgelassen` : '', failed > 0 ? `${counted(failed)} gescheitert` : '']
        .filter(Boolean)
        .join(', '),
    cancel: 'Anhalten',
    cancelling: 'Wird angehalten …',
    download: 'Ergebnisse herunterladen',
    undo: 'Alles rückgängig machen',
    undone: 'Es wurde zurückgenommen.',
    toUndo: 'Ansehen, wie',
    undoes: 'Nimmt einen anderen Auftrag zurück.',
    toUndone: 'Ansehen, welchen',
    passwords: (count) => (count === 1 ? 'Das vorläufige Passwort zeigen' : `${counted(count)} vorläufige Passwörter zeigen`),
    passwordsSays: 'Sie werden nur dieses eine Mal gezeigt und danach nirgends aufbewahrt.',
    passwordsTitle: 'Vorläufige Passwörter',
    passwordsCopy: 'Alle kopieren',
    user: 'Benutzer',
    password: 'Vorläufiges Passwort',
    results: 'Was aus jedem wurde',
    missing: 'Diesen Auftrag gibt es nicht.',
    leaves: 'Er läuft von selbst weiter; diese Seite darf verlassen werden.',
  },
};
