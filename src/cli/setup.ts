// `reeve setup`: makes the set-up link anew. Before set-up for the first administrator; afterwards the host's way back in (rule 18).
// Loaded by src/cli/commands.ts. Only for this host: there is no such thing over the network.
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { openHostWorld } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import { momentText } from './moments.ts';

export const command: Command = declare({
  name: 'setup',
  summary: 'Make a new set-up link: whoever follows it, once, becomes an administrator.',
  flags: {},
  run: async (context) => {
    const { output, remote } = context;
    if (remote) throw new UsageFault('Set-up is reopened on the host itself, not with --url.');
    const { reopenSetup } = await import('#setup/link.ts');
    const world = await openHostWorld(context);
    try {
      const link = await reopenSetup(world);
      output.record({ link: link.url, 'valid until': momentText(link.endsAt), 'also in': link.file }, link);
      output.note('It works once, in the first browser that goes on with it, while the server runs.');
      return exitCodes.done;
    } finally {
      await world.db.close();
    }
  },
});
