import { counted } from '../counted.ts';
import type { stores as english } from '../stores.ts';

const usersOf = (count: number) => `${counted(count)} Benutzer`;
const groupsOf = (count: number) => (count === 1 ? '1 Gruppe' : `${counted(count)} Gruppen`);
const entriesOf = (count: number) => (count === 1 ? '1 Eintrag' : `${counted(count)} Einträge`);

export const stores: typeof english = {
  title: 'Benutzerspeicher',
  says: 'Wo Benutzer geführt und ihre Passwörter geprüft werden. PRIMARY ist Reeves eigener; die anderen gehören jemand anderem, und Reeve liest sie.',
  add: 'Speicher hinzufügen',
  noun: ['Benutzerspeicher', 'Benutzerspeicher'],
  nothing: 'Es gibt nur PRIMARY. Weitere Speicher bringen die Benutzer eines Verzeichnisses oder einer Datenbank.',
  noSuch: 'Diesen Benutzerspeicher gibt es nicht.',
  columns: { domain: 'Domäne', kind: 'Art', state: 'Zustand', users: 'Benutzer', groups: 'Gruppen', asOf: 'Stand', run: 'Letzter Lauf' },
  kinds: { primary: 'Reeves eigener', ldap: 'LDAP-Verzeichnis', 'active-directory': 'Active Directory', sql: 'SQL-Datenbank' },
  writable: 'beschreibbar',
  always: 'immer',
  states: {
    ok: 'Antwortet',
    failing: (since) => `Gestört seit ${since}`,
    resting: (since) => `Ruht, gestört seit ${since}`,
    off: 'Deaktiviert',
    unknown: 'Nie gefragt',
  },
  runs: {
    none: 'Noch keiner',
    waiting: 'Wartet, bis er an der Reihe ist',
    running: (seen) => `Liest, bisher ${counted(seen)}`,
    braked: 'Hat angehalten und fragt',
    failed: 'Fehlgeschlagen',
    idle: (added, changed, vanished) =>
      [[added, 'neu'] as const, [changed, 'geändert'] as const, [vanished, 'entfernt'] as const]
        .filter(([count]) => count > 0)
        .map(([count, what]) => `${counted(count)} ${what}`)
        .join(', ') || 'Keine Änderung',
  },
  actions: {
    now: 'Jetzt abgleichen',
    all: 'Alles neu lesen',
    relink: 'Benutzer neu verknüpfen',
    enable: 'Aktivieren',
    disable: 'Deaktivieren',
    remove: 'Löschen',
  },
  primaryFixed: 'PRIMARY ist Reeves eigener Speicher: Er ist immer da und hat keine Einstellungen.',
  declared: 'Er steht in der Konfigurationsdatei des Servers und wird dort geändert.',
  declaredIn: (file: string) => `Dieser Speicher steht in ${file}. Ändern Sie dort seinen Abschnitt, und starten Sie Reeve neu.`,
  own: 'Sie kommen selbst aus diesem Speicher und würden sich aussperren.',
  enabledFirst: 'Er wird benutzt. Deaktivieren Sie ihn zuerst, und sehen Sie, ob ihn jemand vermisst.',
  disabledFirst: 'Er ist deaktiviert. Aktivieren Sie ihn zuerst.',
  underWay: 'Er wird schon gelesen.',
  tabs: { health: 'Befinden', settings: 'Einstellungen', journal: 'Protokoll' },
  health: {
    title: 'Befinden',
    check: 'Jetzt prüfen',
    state: 'Zustand',
    answered: 'Letzte Antwort',
    latency: 'Antwortzeit',
    milliseconds: (count) => `${counted(count)} ms`,
    slowest: (count) => `${counted(count)} ms, die langsamste der letzten`,
    answeredBy: 'Wer antwortet',
    server: 'Server',
    certificate: 'Zertifikat',
    none: 'Ohne TLS',
    clock: 'Seine Uhr',
    right: 'wie unsere',
    ahead: (much) => `geht unserer ${much} vor`,
    behind: (much) => `geht unserer ${much} nach`,
    seconds: (count) => `${counted(count)} s`,
    staleRows: (asOf) => `Seine Benutzer werden mit dem Stand von ${asOf} gezeigt.`,
  },
  certificate: {
    subject: 'Inhaber',
    issuer: 'Aussteller',
    fingerprint: 'SHA-256',
    ends: 'Endet',
    soon: 'Es endet bald.',
    over: 'Es ist abgelaufen.',
  },
  sync: {
    title: 'Abgleich',
    every: (minutes) => (minutes === 1 ? 'Wird jede Minute gelesen.' : `Wird alle ${counted(minutes)} Minuten gelesen.`),
    asked: 'Wird nur auf Wunsch gelesen.',
    last: 'Letzter Lauf',
    asOf: 'Stand',
    seen: 'Gelesen',
    added: 'Neu',
    changed: 'Geändert',
    vanished: 'Entfernt',
    wouldVanish: 'Würden verschwinden',
    skipped: 'Übergangen',
    progress: 'Bisher gelesene Einträge',
    running: (seen) => `Er wird gelesen: bisher ${entriesOf(seen)}.`,
    waiting: 'Er wartet, bis er an der Reihe ist.',
    failed: (says) => `Der letzte Lauf ist fehlgeschlagen: ${says} Er wird von selbst wiederholt.`,
    takeAway: (count, mayBeGroups) => (mayBeGroups ? `${counted(count)} Benutzer und Gruppen entfernen` : `${usersOf(count)} entfernen`),
    takeTitle: (domain) => `Entfernen, was in ${domain} fehlt`,
    takeSays: (what) =>
      `${what} – Benutzer kommen mit ihren Rollen in den Papierkorb, ihre Sitzungen und Token enden, und Gruppen verlieren ihre Mitglieder. Wer dort wieder gefunden wird, kommt mit dem zurück, was er hatte.`,
    begun: (domain) => `${domain} wird jetzt gelesen.`,
    rebuilt: (namesakes) =>
      `Dieser Speicher wurde anscheinend neu aufgebaut: ${namesakes === 1 ? '1 Eintrag dort trägt' : `${counted(namesakes)} Einträge dort tragen`} unter anderer Kennung einen Namen, den es hier schon gibt. Sind es dieselben, verknüpfen Sie sie neu; dann wird niemand entfernt.`,
    skippedTitle: 'Übergangene Einträge',
    skippedSays: (shown, all) =>
      all > shown ? `Die ersten ${counted(shown)} von ${counted(all)}, die der letzte Lauf nicht so nehmen konnte, wie sie sind.` : '',
    entry: 'Eintrag',
    why: 'Warum',
  },
  relink: {
    title: (domain) => `Benutzer von ${domain} neu verknüpfen`,
    says: 'Für einen Speicher, der neu aufgebaut wurde: Dieselben Benutzer und Gruppen stehen dort unter neuen Kennungen. Jedem wird sein neuer Eintrag zugeordnet, und er behält seine Rollen. Zuerst sehen Sie, wer wer ist und wer nicht sicher; noch geschieht nichts.',
    by: 'Benutzer zuordnen nach',
    marks: { name: 'Benutzername', mail: 'E-Mail-Adresse' },
    marksSays: {
      name: 'Die Namen sind dieselben wie zuvor.',
      mail: 'Namen dürfen sich geändert haben; wer sich eine Adresse teilt, bleibt unberührt.',
    },
    groups: 'Gruppen werden nach ihren Namen zugeordnet.',
    verb: 'Zeigen, wer wer ist',
  },
  disable: {
    title: (domain) => `${domain} deaktivieren`,
    verb: 'Speicher deaktivieren',
    says: (users) =>
      `Daraus meldet sich niemand mehr an; die Sitzungen und Token seiner Benutzer (${counted(users)}) enden jetzt. Benutzer, Gruppen und Rollen bleiben, wie sie sind, und dort, wo sie geführt werden, ändert sich nichts. Gelesen wird erst wieder, wenn er aktiviert ist.`,
    done: (domain) => `${domain} ist deaktiviert.`,
  },
  enable: {
    title: (domain) => `${domain} aktivieren`,
    verb: 'Speicher aktivieren',
    says: (users) => `Seine Benutzer (${counted(users)}) dürfen sich wieder anmelden, mit den Rollen, die sie hatten; er wird sofort gelesen.`,
    done: (domain) => `${domain} ist aktiviert und wird jetzt gelesen.`,
  },
  remove: {
    title: (domain) => `${domain} löschen`,
    verb: (users) => (users === 0 ? 'Speicher löschen' : `Speicher und ${usersOf(users)} löschen`),
    says: (users, groups) =>
      `Einstellungen und Passwort des Speichers werden entfernt. Seine Benutzer (${counted(users)}) kommen mit ihren Rollen in den Papierkorb, seine Gruppen (${counted(groups)}) verlieren ihre Mitglieder. Dort, wo sie geführt werden, ändert sich nichts.`,
    done: (domain) => `${domain} ist gelöscht.`,
  },
  reason: 'Grund (freiwillig)',
  counts: (users, groups) => `${usersOf(users)}, ${groupsOf(groups)}`,
};
