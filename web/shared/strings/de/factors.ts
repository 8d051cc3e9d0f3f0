import type { factors as english, proofRule as englishProofRule } from '../factors.ts';

export const factors: typeof english = {
  title: 'Anmeldung',
  tab: 'Zweite Faktoren',
  says: 'Ein zweiter Faktor ist, was jemand neben seinem Passwort zeigt: der Code einer App oder ein Passkey. Wer einen hat, wird danach gefragt.',
  secondFactor: 'Wer einen zweiten Faktor braucht',
  options: { optional: 'Wer unten genannt ist', required: 'Jede Person' },
  optionalSays: 'Wer einen braucht und keinen hat, fügt ihn bei der nächsten Anmeldung hinzu. Geräte und Programme brauchen keinen.',
  requiredRoles: 'Wer eine dieser Rollen hat',
  requiredStores: 'Jede Person dieser Benutzerspeicher',
  trustedNetworks: 'Nicht aus diesen Netzen',
  trustedNetworksSays: 'Etwa 10.0.0.0/8, eines je Zeile. Von dort braucht niemand einen zweiten Faktor, der keinen hat; wer einen hat, wird trotzdem gefragt.',
  rememberDays: 'Tage, die ein Browser gemerkt werden darf',
  rememberDaysSays: '0 = es wird jedes Mal gefragt. Ein Browser wird vergessen, wenn sein Benutzer überall abgemeldet wird.',
  mailCodes: 'Ein Code per Mail genügt',
  mailCodesSays:
    'Wer einen zweiten Faktor braucht und keinen hat, zeigt einen Code, der an seine bestätigte Adresse geht, statt einen hinzuzufügen. Schwächer als eine App oder ein Passkey.',
  passkeysAlone: 'Ein Passkey allein meldet an',
  passkeysAloneSays: 'Ohne Passwort, wenn das Gerät seinen Besitzer geprüft hat. Für Benutzer von PRIMARY.',
  passkeysTrust:
    'Browser verwenden Passkeys nur unter einem Zertifikat, dem sie trauen. „reeve tls“ auf dem Host macht eines und sagt, wie jedes Gerät lernt, dessen Zertifizierungsstelle zu trauen:',
  authorityFile: 'Zertifikat der Zertifizierungsstelle herunterladen',
  saved: 'Die Regel für die Anmeldung ist gespeichert.',
  whole: 'Eine ganze Zahl von 0 bis 90.',
  ofUser: 'Zweite Faktoren',
  none: 'Er hat keinen.',
  noneRequired: 'Er hat keinen und fügt bei der nächsten Anmeldung einen hinzu: Er wird von ihm verlangt.',
  name: 'Name',
  kind: 'Art',
  kinds: { totp: 'Authenticator-App', passkey: 'Passkey' },
  added: 'Hinzugefügt',
  used: 'Zuletzt benutzt',
  suspended: 'eine Kopie wurde gezeigt',
  codes: (left: number) => (left === 1 ? 'Noch 1 Wiederherstellungscode.' : `Noch ${left} Wiederherstellungscodes.`),
  reset: 'Zurücksetzen',
  noneToReset: 'Es ist keiner zurückzusetzen.',
  resetTitle: (name: string) => `Zweite Faktoren von ${name} zurücksetzen`,
  resetSays:
    'Für jemanden, der sie verloren hat. Alle und die Wiederherstellungscodes werden entfernt, und seine Sitzungen enden. Vergewissern Sie sich, dass er selbst darum bittet.',
  resetVerb: 'Zweite Faktoren zurücksetzen',
  reason: 'Grund',
  resetDone: (name: string, ended: string) => `Die zweiten Faktoren von ${name} sind entfernt. ${ended}`,
};

export const proofRule: typeof englishProofRule = {
  tab: 'Noch einmal gefragt',
  says: 'Wer angemeldet ist, zeigt noch einmal, wer er ist, bevor er etwas tut, was einem Dieb auf Dauer nützte: API-Tokens machen, vorläufige Passwörter geben, zweite Faktoren zurücksetzen, Rollen, Benutzerspeicher oder diese Einstellungen ändern, viele Benutzer auf einmal ändern, Reeve mit den Augen eines anderen sehen.',
  minutes: 'So viele Minuten gilt ein Nachweis',
  minutesSays:
    'Durch einen Passkey oder einen Code, wenn er einen hat, sonst durch sein Passwort. 0 = niemand wird noch einmal gefragt. Tokens und die Kommandozeile werden nie gefragt.',
  saved: 'Die Regel, wann noch einmal gefragt wird, ist gespeichert.',
  whole: 'Eine ganze Zahl von 0 bis 1440.',
};
