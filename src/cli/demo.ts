// `reeve demo`: fills an empty Reeve with made-up users, to look at and to measure.
// Loaded by src/cli/commands.ts. Who they are, src/demo/ knows.
import type { HeadKey } from '#journal/sign.ts';
import { lockDataFolder, prepareDataFolder } from '#start-faults.ts';
import type { World } from '#world.ts';
import { type Command, type CommandContext, command as declare, UsageFault } from './arguments.ts';
import { openHostWorld } from './call.ts';
import { CommandFault, exitCodes } from './exit-codes.ts';

const usersMax = 5_000_000;
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
    const [{ fillDemo }, { DemoRefused }] = await Promise.all([import('#demo/fill.ts'), import('#demo/target.ts')]);
    prepareDataFolder(config);
    const lock = lockDataFolder(config);
    const bar = output.progress(`Making ${users.toLocaleString('en')} users`, users);
    const begun = performance.now();
    try {
      const { now, key, made } = await prepare(context);
      // Said before anything else can go wrong: nobody can read it anywhere again.
      if (made?.password && !output.json) output.note(`Administrator: ${made.userName}. Password, shown this once: ${made.password}`);
      const place = { dataFolder: config.data, url: config.database };
      const summary = await fillDemo(place, { users, seed, now, hash: '', key, progress: (_, done) => bar.at(Math.round(done * users)) }).finally(bar.end);
      const seconds = Math.round((performance.now() - begun) / 100) / 10;
      const administrator = made ? { administrator: made.userName } : {};
      const password = made?.password ?? null;
      output.record({ ...summary, ...administrator, seconds }, { ...summary, ...administrator, ...(password === null ? {} : { password }), seconds });
      output.note(
        `${summary.users.toLocaleString('en')} users in ${seconds.toLocaleString('en')} s. They have no passwords: nobody can sign in as one of them.`,
      );
      return exitCodes.done;
    } catch (fault) {
      throw fault instanceof DemoRefused ? new CommandFault(exitCodes.no, fault.message) : fault;
    } finally {
      lock.release();
    }
  },
});

type Made = { readonly userName: string; readonly password: string | null };
type Prepared = { readonly now: number; readonly key: HeadKey; readonly made: Made | null };

/** Set up and empty; closed again, since filling is done beside it. */
async function prepare(context: CommandContext): Promise<Prepared> {
  const [{ refuseUnlessEmpty }, { openHeadKey }] = await Promise.all([import('#demo/fill.ts'), import('#journal/sign.ts')]);
  const world = await openHostWorld(context);
  try {
    await refuseUnlessEmpty(world.db.read);
    const made = await setUp(world);
    return { now: world.now(), key: openHeadKey(world.config.data, world.config.masterKeyFile), made };
  } finally {
    await world.db.close();
  }
}

/** Null = it was set up already. A password that the configuration gave is not repeated. */
async function setUp(world: World): Promise<Made | null> {
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
