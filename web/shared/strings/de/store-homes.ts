import type { storeHomes as english } from '../store-homes.ts';

export const storeHomes: typeof english = {
  kinds: { ldap: 'Verzeichnis', 'active-directory': 'Verzeichnis', sql: 'Datenbank' },
  store: 'Benutzerspeicher',
  stale: (store, since, asOf) =>
    `${store} antwortet seit ${since} nicht${asOf ? `; die Benutzer daraus werden mit dem Stand von ${asOf} gezeigt.` : ' und wurde noch nie zu Ende gelesen.'}`,
  lives: (store) => `Er wird dort geführt (${store}), und dort liegt sein Passwort.`,
  passwordThere: (store) => `Sein Passwort liegt dort, wo er geführt wird (${store}); Reeve schreibt dort nicht. Es wird dort geändert.`,
  group: (store) => `Diese Gruppe wird anderswo geführt (${store}); wem das gehört, der bestimmt, wer darin ist.`,
  deletedThere: (store) =>
    `Er wird auch im Speicher (${store}) gelöscht. Dort kann Reeve ihn nicht zurückholen, deshalb gibt es kein Rückgängig; was er hier hatte, bleibt ihm, wenn der Speicher ihn zurückbringt.`,
  nameThere: (store) => `Sie wird anderswo geführt (${store}): Dort wird sie umbenannt und gelöscht.`,
  membersThere: (store) => `Sie wird anderswo geführt (${store}), und Reeve schreibt dort nicht: Ihre Mitglieder werden dort geändert.`,
  notAdded: (domain) => `${domain} – nur lesbar: Benutzer werden dort angelegt, wo sie geführt werden`,
  disabled: (domain) => `${domain} – deaktiviert`,
  ownerDecides: (store, roles) =>
    `Wer in dieser Gruppe ist, bestimmt: ${store}. Wer dort ändern darf, kann jedem geben, was hier vergeben wird (${roles}), auch Verwaltungsrechte, ohne dass Reeve gefragt wird.`,
};
