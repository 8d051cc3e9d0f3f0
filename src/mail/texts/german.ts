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

das Passwort von {userName} bei {site} wurde mit einem Link dafür neu gesetzt, aus dem Netz {network}. Alle Sitzungen sind beendet.

Wenn Sie das nicht waren, wenden Sie sich sofort an Ihren Administrator.`,
  },
  handed: {
    subject: 'Neues Passwort setzen',
    button: 'Neues Passwort setzen',
    text: `Guten Tag {name},

ein Administrator sendet Ihnen diesen Link, um für {userName} bei {site} ein neues Passwort zu setzen. Er gilt einmal, im ersten Browser, der damit weitermacht, bis {until}.

{link}

Wenn Sie nicht darum gebeten haben, tun Sie nichts, und sagen Sie es Ihrem Administrator.`,
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
  code: {
    subject: 'Ihr Code für {site}',
    button: '',
    text: `Guten Tag {name},

jemand meldet sich bei {site} als {userName} an, aus dem Netz {network}, und hat das richtige Passwort angegeben. Wenn Sie das sind, geben Sie diesen Code dort ein, wo danach gefragt wird. Er gilt einmal, bis {until}.

{code}

Wenn Sie es nicht sind, sagen Sie niemandem diesen Code, und wählen Sie ein anderes Passwort.`,
  },
  changed: {
    subject: 'Ihre Mailadresse wurde geändert',
    button: '',
    text: `Guten Tag {name},

die Mailadresse von {userName} bei {site} ist ab jetzt {mail}. Dies ist die letzte Mail an diese Adresse.

Wenn Sie das nicht waren, wenden Sie sich sofort an Ihren Administrator.`,
  },
  signUp: {
    subject: 'Registrierung bei {site} abschließen',
    button: 'Registrierung abschließen',
    text: `Guten Tag,

jemand möchte, aus dem Netz {network}, bei {site} ein Konto mit dieser Mailadresse.

Wenn Sie das waren, öffnen Sie diesen Link in demselben Browser und wählen Sie Benutzernamen und Passwort. Er gilt einmal, bis {until}.

{link}

Wenn Sie es nicht waren, tun Sie nichts: Es entsteht kein Konto. Zeigt Ihnen der Link einen Code, dann geben Sie ihn niemandem, der danach fragt.`,
  },
  signUpKnown: {
    subject: 'Bei {site} sind Sie schon bekannt',
    button: 'Anmelden',
    text: `Guten Tag,

jemand möchte, aus dem Netz {network}, bei {site} ein Konto mit dieser Mailadresse. Sie gehört dort schon zu einem Konto; ein zweites entsteht nicht.

Wenn Sie das waren, melden Sie sich an; haben Sie Ihr Passwort vergessen, dann können Sie dort ein neues setzen.

{link}

Wenn Sie es nicht waren, tun Sie nichts.`,
  },
  signUpInvitation: {
    subject: 'Einladung, sich bei {site} zu registrieren',
    button: 'Registrieren',
    text: `Guten Tag,

Sie sind eingeladen, bei {site} ein Konto zu haben. Wählen Sie hier Benutzernamen und Passwort. Der Link gilt einmal, bis {until}.

{link}`,
  },
  accountApproved: {
    subject: 'Ihr Konto bei {site} ist bereit',
    button: 'Anmelden',
    text: `Guten Tag {name},

Ihr Konto {userName} bei {site} wurde genehmigt. Sie können sich jetzt anmelden.

{link}

Dazu wurde gesagt: {words}`,
  },
  accountRefused: {
    subject: 'Ihr Konto bei {site}',
    button: '',
    text: `Guten Tag {name},

Ihr Konto {userName} bei {site} wurde nicht genehmigt.

Dazu wurde gesagt: {words}`,
  },
  roleApproved: {
    subject: 'Sie haben die Rolle {role}',
    button: '',
    text: `Guten Tag {name},

Sie haben bei {site} um die Rolle {role} gebeten und haben sie jetzt.

Sie endet: {ends}

Dazu wurde gesagt: {words}`,
  },
  roleRefused: {
    subject: 'Sie bekommen die Rolle {role} nicht',
    button: '',
    text: `Guten Tag {name},

Sie haben bei {site} um die Rolle {role} gebeten. Das wurde abgelehnt.

Dazu wurde gesagt: {words}`,
  },
  deletionApproved: {
    subject: 'Ihr Konto bei {site} ist gelöscht',
    button: '',
    text: `Guten Tag {name},

Ihr Konto {userName} bei {site} ist gelöscht, wie Sie es wollten. Sie sind nirgends mehr angemeldet.

Dazu wurde gesagt: {words}`,
  },
  deletionRefused: {
    subject: 'Ihr Konto bei {site} wird nicht gelöscht',
    button: '',
    text: `Guten Tag {name},

Sie wollten, dass Ihr Konto {userName} bei {site} gelöscht wird. Das wurde abgelehnt.

Dazu wurde gesagt: {words}`,
  },
  passwordEnds: {
    subject: 'Ihr Passwort endet bald',
    button: 'Mein Passwort ändern',
    text: `Guten Tag {name},

das Passwort von {userName} bei {site} endet: {until}. Ändern Sie es vorher, auf Ihrer eigenen Seite dort.

{link}

Sonst werden Sie bei der nächsten Anmeldung nach einem anderen gefragt.`,
  },
  test: {
    subject: 'Eine Testmail von Reeve',
    button: '',
    text: `Guten Tag {name},

dies ist eine Testmail von {site}. Mails von dort kommen bei Ihnen an.`,
  },
};
