// Password sign-in over HTTPS, with session and event written, against bare verifications by @node-rs/argon2 with the same parameters, on all cores.
// Both are counted per second of processor time, of the whole server and of this process: the client, who speaks TLS too, sits on the same cores.
import { verify } from '@node-rs/argon2';
import { type Bench, interleaved, perSecond, ratioOf } from './frame.ts';
import { load, processorSeconds, start } from './load.ts';
import { administrator, fillOrganisation, openBenchWorld, temporaryFolder } from './organisation.ts';
import { givePasswords, signInForm } from './sign-in-form.ts';

const atOnce = 8;
const roundMilliseconds = 2_500;
const rounds = 7;
const people = 64;

type Rate = { readonly perSecond: number; readonly perProcessorSecond: number };

const formOf = (nth: number): Buffer => signInForm({ userName: `bench.${nth % people}`, password: administrator.password });

/** Verifications alone, as many at once as there are sign-ins at once. */
async function bareRate(hash: string): Promise<Rate> {
  let done = 0;
  const [begun, before] = [performance.now(), processorSeconds(process.pid)];
  const one = async () => {
    while (performance.now() - begun < roundMilliseconds) {
      if (!(await verify(hash, administrator.password))) throw new Error('The right password was refused.');
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return { perSecond: (done * 1_000) / (performance.now() - begun), perProcessorSecond: done / (processorSeconds(process.pid) - before) };
}

async function run() {
  const folder = temporaryFolder();
  const world = await openBenchWorld(folder.path);
  const { users } = await fillOrganisation(world, { users: people, roles: 10, nodes: 100, rolesOfUser: 1 });
  const hash = await givePasswords(
    world,
    users.map(({ no }) => no),
  );
  await world.db.close();
  const server = await start('reeve', [], { REEVE_DATA: folder.path, REEVE_ANYONE_REQUESTS_PER_MINUTE_MAX: '1000000' });
  try {
    const request = { port: server.port, secure: true, connections: atOnce, milliseconds: roundMilliseconds, request: formOf, status: 303 };
    const plain = { ours: [] as number[], bare: [] as number[] };
    const ours = async () => {
      const before = processorSeconds(server.pid);
      const { latencies, perSecond: rate } = await load(request);
      plain.ours.push(rate);
      return latencies.length / (processorSeconds(server.pid) - before);
    };
    const bare = async () => {
      const rate = await bareRate(hash);
      plain.bare.push(rate.perSecond);
      return rate.perProcessorSecond;
    };
    await load(request);
    const found = await interleaved({ ours, bare }, rounds);
    const says = `${perSecond(found.ours)} of processor time against ${perSecond(found.bare)}; by the clock, client included, ${perSecond(plain.ours)} against ${perSecond(plain.bare)}`;
    return [ratioOf('sign-in/argon2', { ours: found.ours, theirs: found.bare, says })];
  } finally {
    await server.stop();
    folder.remove();
  }
}

export const bench: Bench = { name: 'sign-in', run };
