// `reeve doctor`: looks at everything that a Reeve needs to run well, and says what to do about what is not so. Changes nothing.
// Loaded by src/cli/commands.ts. Each check is a file of src/cli/doctor/.
import type { Config } from '#config.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import type { Finding } from './doctor/finding.ts';
import { exitCodes } from './exit-codes.ts';
import type { Style } from './output.ts';

const colours: Readonly<Record<Finding['is'], Style>> = { ok: 'green', warn: 'yellow', fail: 'red' };

export const command: Command = declare({
  name: 'doctor',
  summary: 'Look at data, keys, certificate, clock, database, journal and configuration. Exit code 0 = well (perhaps with warnings), 4 = not.',
  flags: {},
  run: async ({ output, remote, config: read }) => {
    if (remote) throw new UsageFault('The doctor looks at this host, not at --url.');
    const findings = await examine(read(), Date.now);
    await output.table(
      [
        { title: '', value: ({ is }) => output.paint(colours[is], is) },
        { title: 'what', value: ({ what }) => what },
        { title: 'found', value: ({ says }) => says, shrink: true },
        { title: 'to do', value: ({ todo }) => todo, shrink: true },
      ],
      findings,
    );
    return findings.some(({ is }) => is === 'fail') ? exitCodes.no : exitCodes.done;
  },
});

async function examine(config: Config, clock: () => number): Promise<readonly Finding[]> {
  const [{ checkFiles }, { checkCertificate }, { checkConfig }, { checkDatabase }] = await Promise.all([
    import('./doctor/files.ts'),
    import('./doctor/certificate.ts'),
    import('./doctor/configuration.ts'),
    import('./doctor/database.ts'),
  ]);
  const now = clock();
  return [...(await checkFiles(config)), ...checkCertificate(config, now), ...(await checkDatabase(config, clock)), ...checkConfig(config)];
}
