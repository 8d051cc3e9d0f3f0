// The words of users and groups that live in somebody else's store, wherever they are shown.
import { said } from './language.ts';

export const storeHomes = said('storeHomes', {
  /** What it is, before its domain. */
  kinds: { ldap: 'directory', 'active-directory': 'directory', sql: 'database' } as Readonly<Record<string, string>>,
  store: 'user store',
  stale: (store: string, since: string, asOf: string) =>
    `The ${store} has not answered since ${since}${asOf ? `; its users are shown as of ${asOf}.` : ', and has never been read to its end.'}`,
  lives: (store: string) => `He lives in the ${store}; his password is kept there.`,
  passwordThere: (store: string) => `His password is kept in the ${store}, where Reeve does not write. It is changed there.`,
  group: (store: string) => `This group lives in the ${store}, where its owner decides who is in it.`,
  deletedThere: (store: string) =>
    `He is deleted in the ${store} too. Reeve cannot bring him back there, so this has no Undo; what he had here stays with him if the store brings him back.`,
  nameThere: (store: string) => `It lives in the ${store}: its name is changed there, and there it is deleted.`,
  membersThere: (store: string) => `It lives in the ${store}, where Reeve does not write: its members are changed there.`,
  notAdded: (domain: string) => `${domain} – read-only: its users are added where they live`,
  disabled: (domain: string) => `${domain} – disabled`,
  ownerDecides: (store: string, roles: string) =>
    `The ${store} decides who is in this group. Whoever may change it there can give anybody ${roles}, administrative permissions included, and Reeve is not asked.`,
} as const);
