// `reeve serve`: runs the server until it is told to stop.
// Loaded by src/cli/commands.ts. Knows signals and lines; what a server is, main.ts knows.

import type { serve as Serve } from '#main.ts';
import { explainStartFault } from '#start-faults.ts';
import { type Command, command as declare } from './arguments.ts';
import { exitCodes } from './exit-codes.ts';
import { stopWithin } from './stop-within.ts';

export const command: Command = declare({
  name: 'serve',
  summary: 'Run the server until it is stopped.',
  flags: {},
  async run({ config: read, output }) {
    const config = read();
    const asked = stopSignal();
    // Loaded here: everything a server needs is heavy, and other commands need none of it.
    const { serve }: { serve: typeof Serve } = await import('#main.ts');
    const starting = serve({ config, say: (line) => output.note(line), terminal: process.stderr.isTTY === true }).catch((fault: unknown) => {
      throw explainStartFault(fault, config) ?? fault;
    });
    const server = await Promise.race([starting, asked]);
    // Told to stop while starting: nothing is half-done at any moment, so there is nothing to wait for.
    if (typeof server === 'string') process.exit(exitCodes.done);
    const signal = await asked;
    server.world.log.info({ signal }, 'stopping');
    await stopWithin(server.stop(), config.stopSecondsMax);
    return exitCodes.done;
  },
});

const stopSignal = (): Promise<string> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => resolve(signal));
  });
