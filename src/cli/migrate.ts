// `reeve migrate`: brings the database forward to what this program knows, after a backup. `serve` does the same when it starts.
// Loaded by src/cli/commands.ts.
import { type Command, command as declare } from './arguments.ts';
import { openHostWorld } from './call.ts';
import { exitCodes } from './exit-codes.ts';

export const command: Command = declare({
  name: 'migrate',
  summary: 'Bring the database forward to this program’s schema, after a backup.',
  flags: {},
  run: async (context) => {
    const { schemaNumber } = await import('#db/migrate.ts');
    const world = await openHostWorld(context);
    await world.db.close();
    context.output.record({ schema: schemaNumber, database: world.db.kind });
    return exitCodes.done;
  },
});
