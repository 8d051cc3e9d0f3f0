// `reeve view …`: saved views of the list of users.
// Loaded by src/cli/commands.ts.
import type { Command } from './arguments.ts';
import { add, deleted, list, show } from './view/list.ts';

export const command: Command = {
  name: 'view',
  summary: 'Saved views: filters, orders and columns of the list of users.',
  commands: [list, show, add, deleted],
};
