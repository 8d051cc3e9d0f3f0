// `reeve user …`: everything about users. Each verb asks one operation through call.ts; what it means, the room of users knows.
// Loaded by src/cli/commands.ts.
import type { Command } from './arguments.ts';
import { add, edit } from './user/add.ts';
import { bulk } from './user/bulk.ts';
import { list, show } from './user/list.ts';
import { password } from './user/password.ts';
import { recoveryLink } from './user/recovery-link.ts';
import { give, roles, take } from './user/roles.ts';
import { deleted, disable, enable, endSessions, lock, purge, restore, unlock } from './user/states.ts';

export const command: Command = {
  name: 'user',
  summary: 'Users: persons, devices and programs.',
  commands: [list, show, add, edit, lock, unlock, disable, enable, deleted, restore, purge, password, recoveryLink, roles, give, take, endSessions, bulk],
};
