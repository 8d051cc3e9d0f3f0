// Words about what other permissions of a role would do, and about two roles beside each other.
import { said } from './language.ts';

const people = (count: string, one: boolean) => (one ? 'One user' : `${count} users`);
export const roleChanges = said('roleChanges', {
  title: 'What saving this changes',
  opens: 'The role opens',
  closes: 'The role closes',
  asking: 'Looking at those who hold it…',
  gains: (count: string, one: boolean, what: string) => `${people(count, one)} ${one ? 'gains' : 'gain'} ${what}`,
  loses: (count: string, one: boolean, what: string) => `${people(count, one)} ${one ? 'loses' : 'lose'} ${what}`,
  administrators: (count: string, one: boolean) => (one ? 'one of them an administrator' : `${count} of them administrators`),
  administrator: 'an administrator',
  atLeast: (says: string) => `At least ${says.charAt(0).toLowerCase()}${says.slice(1)}`,
  nobody: 'Nobody gains or loses anything by it: nobody holds the role now, or all who do have it by other roles as well.',
  more: (count: string) => `and ${count} more permissions`,
  incomplete: (count: string) => `More users hold the role than could be looked at; these numbers are from the first ${count}.`,
} as const);

export const compareRoles = said('compareRoles', {
  title: 'Compare roles',
  one: 'One role',
  other: 'Another role',
  choose: 'Choose two roles to see where they differ.',
  same: 'These two roles allow the same.',
  all: 'Also where they agree',
  permission: 'Permission',
  allows: 'allowed',
  denies: 'not allowed',
  missing: 'This role is not there any more, or not for you to see.',
  action: 'Compare with…',
  holders: (name: string) => `Users who hold ${name}`,
} as const);

export const copyRole = said('copyRole', {
  action: 'Copy…',
  from: (name: string) => `The permissions of ${name} are ticked already. Who holds it is not copied.`,
  name: (name: string) => `Copy of ${name}`,
} as const);

export const roleUse = said('roleUse', {
  everybody: 'All who hold it, also through groups',
  changers: 'Who may change and give it',
} as const);
