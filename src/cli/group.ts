// `reeve group …`: groups, their members, their nesting and their roles.
// Loaded by src/cli/commands.ts.
import type { Command } from './arguments.ts';
import { addMember, give, nest, removeMember, take, unnest } from './group/links.ts';
import { add, deleted, edit, list, show } from './group/list.ts';

export const command: Command = {
  name: 'group',
  summary: 'Groups: users taken together; they hold roles, never permissions.',
  commands: [list, show, add, edit, deleted, addMember, removeMember, nest, unnest, give, take],
};
