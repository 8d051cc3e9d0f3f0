// The words of a scope while it is being made.
import { said } from './language.ts';
export const scope = said('scope', {
  label: 'On whom',
  everybody: 'Everybody',
  some: 'Only some',
  means:
    'What the role allows then counts only on users, groups and roles that fit here. What is about nobody in particular, such as Login, does not count: give that in a role for everybody.',
  condition: 'Condition',
  kinds: {
    groups: 'Members of groups',
    store: 'User store',
    roles: 'Holders of roles',
    kind: 'Kind of user',
    attribute: 'Attribute',
  },
  chooseStore: 'Choose a store',
  chooseKind: 'Choose a kind',
  attribute: 'Attribute',
  is: 'is',
  value: 'Value',
  join: 'How the conditions are joined',
  all: 'All of these',
  any: 'Any of these',
  more: 'Add a condition',
  remove: 'Remove the condition',
  open: 'on whom is not said yet',
  notReady: 'Say on whom, in every condition, or choose Everybody.',
} as const);
