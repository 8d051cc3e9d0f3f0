// `reeve demo`: fills an empty Reeve with made-up users, to look at and to measure.
// Loaded by src/cli/commands.ts. Who they are, src/demo/ knows.
import { lockDataFolder, prepareDataFolder } from '#start-faults.ts';
import type { World } from '#world.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { openHostWorld } from './call.ts';
import { CommandFault, exitCodes } from './exit-codes.ts';

const usersMax = 5_000_000;
const barSteps = 1_000;
const seedDefault = 1;
const adminName = 'admin';

export const command: Command = declare({
  name: 'demo',
  summary: 'Fill an empty Reeve with made-up users, groups, roles and a history.',
  flags: {
    users: { type: 'number', value: 'N', summary: 'How many; 1,000,000 take about a minute.' },
    seed: { type: 'number', value: 'N', summary: 'The same number makes the same users.' },
  },
  more: 'If nobody has set this Reeve up, that is done first: with admin_user and admin_password_file, or as "admin" with a password that is shown once.',
  run: async (context) => {
    const { flags, output, remote, config: read } = context;
    const { users = 1_000, seed = seedDefault } = flags;
    if (remote) throw new UsageFault('Made-up users are made on the host itself, not with --url.');
    if (!Number.isInteger(users) || users < 1 || users > usersMax) throw new UsageFault(`--users takes a whole number from 1 to ${usersMax}.`);
    const config = read();
    const [{ DemoRefused, fillDemo }, { isEmpty }] = await Promise.all([import('#demo/fill.ts'), import('#demo/queries.ts')]);
    prepareDataFolder(config);
    const lock = lockDataFolder(config);
    const world = await openHostWorld(context);
    const bar = output.progress(`Making ${users.toLocaleString('en')} users`, barSteps);
    try {
      if (!(await isEmpty(world.db.read))) throw new DemoRefused('There are users or groups already. The demo fills only a Reeve that has just been set up.');
      const made = await setUp(world);
      const summary = await fillDemo(world.db, { users, seed, now: world.now(), hash: '', progress: (_, done) => bar.at(done * barSteps) }).finally(bar.end);
      const administrator = made === null ? {} : { administrator: made.userName, ...(made.password === null ? {} : { password: made.password }) };
      output.record({ ...summary, ...administrator }, { ...summary, ...administrator });
      if (made?.password) output.note('This password is shown this once. The made-up users have none: nobody can sign in as one of them.');
      return exitCodes.done;
    } catch (fault) {
      throw fault instanceof DemoRefused ? new CommandFault(exitCodes.no, fault.message) : fault;
    } finally {
      await world.db.close();
      lock.release();
    }
  },
});

/** Null = it was set up already. A password that the configuration gave is not repeated. */
async function setUp(world: World): Promise<{ readonly userName: string; readonly password: string | null } | null> {
  const [{ finishSetup }, { finishSetupUnattended }, { isSetUp }, { generatePassword }] = await Promise.all([
    import('#setup/finish.ts'),
    import('#setup/unattended.ts'),
    import('#setup/queries.ts'),
    import('#passwords/generate.ts'),
  ]);
  if (await isSetUp(world.db.read)) return null;
  if (await finishSetupUnattended(world)) return { userName: world.config.adminUser, password: null };
  const password = generatePassword(world.random, world.config.passwordLengthMin);
  await finishSetup(world, { userName: adminName, password });
  return { userName: adminName, password };
}
