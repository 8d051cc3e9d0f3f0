// What mails say in German until an administrator changes it. Read by templates.ts.
import type { Texts } from '../templates.ts';

export const german: Texts = {
  recovery: {
    subject: 'Neues Passwort setzen',
    button: 'Neues Passwort setzen',
    text: `Guten Tag {name},

jemand möchte für {userName} bei {site} ein neues Passwort setzen, aus dem Netz {network}.

Wenn Sie das waren, öffnen Sie diesen Link in demselben Browser. Er gilt einmal, bis {until}.

{link}

Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist. Zeigt Ihnen der Link einen Code, dann geben Sie ihn niemandem, der danach fragt.`,
  },
  recovered: {
    subject: 'Ihr Passwort wurde geändert',
    button: '',
    text: `Guten Tag {name},

das Passwort von {userName} bei {site} wurde mit einem Link aus einer Mail an diese Adresse neu gesetzt, aus dem Netz {network}. Alle Sitzungen sind beendet.

Wenn Sie das nicht waren, wenden Sie sich sofort an Ihren Administrator.`,
  },
  invitation: {
    subject: 'Einladung zu {site}',
    button: 'Passwort wählen',
    text: `Guten Tag {name},

bei {site} wurde ein Konto für Sie angelegt. Ihr Benutzername ist {userName}.

Wählen Sie hier Ihr eigenes Passwort. Der Link gilt einmal, bis {until}.

{link}`,
  },
  verify: {
    subject: 'Ist das Ihre Mailadresse?',
    button: 'Ja, das ist meine Adresse',
    text: `Guten Tag {name},

{userName} bei {site} hat {mail} als Mailadresse angegeben. Wenn Sie das sind, bestätigen Sie es hier, in dem Browser, in dem Sie angemeldet sind. Der Link gilt einmal, bis {until}.

{link}

Wenn Sie es nicht sind, tun Sie nichts.`,
  },
  changed: {
    subject: 'Ihre Mailadresse wurde geändert',
    button: '',
    text: `Guten Tag {name},

die Mailadresse von {userName} bei {site} ist ab jetzt {mail}. Dies ist die letzte Mail an diese Adresse.

Wenn Sie das nicht waren, wenden Sie sich sofort an Ihren Administrator.`,
  },
  test: {
    subject: 'Eine Testmail von Reeve',
    button: '',
    text: `Guten Tag {name},

dies ist eine Testmail von {site}. Mails von dort kommen bei Ihnen an.`,
  },
};
