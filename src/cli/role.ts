// `reeve role …`: roles, their permissions, and who holds them.
// Loaded by src/cli/commands.ts.
import type { Command } from './arguments.ts';
import { allow, clear, deny } from './role/entries.ts';
import { add, deleted, edit, list, members, show } from './role/list.ts';

export const command: Command = {
  name: 'role',
  summary: 'Roles: named sets of permissions, given to users and groups.',
  commands: [list, show, add, edit, allow, deny, clear, deleted, members],
};
