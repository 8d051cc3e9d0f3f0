// The words of lists to choose from.
import { said } from './language.ts';
export const picker = said('picker', {
  searchRoles: 'Find a role',
  searchGroups: 'Find a group',
  searchUsers: 'Find a user by name or mail',
  noRoles: 'No role matches.',
  noGroups: 'No group matches.',
  noUsers: 'No user matches.',
  remove: (name: string) => `Take out ${name}`,
  term: 'From – until',
  everyone: 'Everybody holds this role already.',
  everyoneSays: 'everybody holds it',
  mayNotGive: 'It holds administrative permissions. Only somebody who holds them may give it.',
  chosen: 'Chosen',
  how: 'Change',
  shut: 'Close',
  changeHow: (verb: string, name: string) => `${verb} how ${name} is given`,
  searching: 'Searching',
  notFound: (because: string) => `The list could not be loaded. ${because}`,
} as const);
