// `reeve store …`: user stores that others own: added, tried, read, looked after.
// Loaded by src/cli/commands.ts.
import type { Command } from './arguments.ts';
import { add } from './store/add.ts';
import { check } from './store/check.ts';
import { edit } from './store/edit.ts';
import { list, show } from './store/list.ts';
import { relink } from './store/relink.ts';
import { deleted, disable, enable } from './store/switch.ts';
import { synchronise } from './store/synchronise.ts';
import { preview, rehearse, test } from './store/try.ts';

export const command: Command = {
  name: 'store',
  summary: 'User stores: directories and databases that others own.',
  commands: [list, show, add, edit, enable, disable, deleted, test, preview, rehearse, synchronise, relink, check],
};
