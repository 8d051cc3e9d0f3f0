// The words of lists to choose from.
export const picker = {
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
  more: 'Show more',
} as const;
