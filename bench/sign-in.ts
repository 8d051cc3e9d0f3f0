// Password sign-in over HTTPS, with session and event written, against bare verifications by @node-rs/argon2 with the same parameters, on all cores: in a server
// that does nothing else, asked by the same client over the same transport; and in this process, where nothing interrupts them.
// All are counted per second of processor time, of the whole server and of this process: the client, who speaks TLS too, sits on the same cores.
import { verify } from '@node-rs/argon2';
import { type Bench, interleaved, perSecond, ratioOf } from './frame.ts';
import { load, processorSeconds, type Started, start } from './load.ts';
import { administrator, fillOrganisation, openBenchWorld, temporaryFolder } from './organisation.ts';
import { givePasswords, signInForm } from './sign-in-form.ts';

const atOnce = 8;
const roundMilliseconds = 2_500;
const rounds = 7;
const people = 64;

const formOf = (nth: number): Buffer => signInForm({ userName: `bench.${nth % people}`, password: administrator.password });

/** Verifications alone, as many at once as there are sign-ins at once: how many in a second of processor time. */
async function rateAlone(hash: string): Promise<number> {
  let done = 0;
  const [begun, before] = [performance.now(), processorSeconds(process.pid)];
  const one = async () => {
    while (performance.now() - begun < roundMilliseconds) {
      if (!(await verify(hash, administrator.password))) throw new Error('The right password was refused.');
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return done / (processorSeconds(process.pid) - before);
}

/** Over HTTPS, counted per second of the server's processor time. */
function signingIn({ port, pid }: Started, plain: number[]): () => Promise<number> {
  const request = { port, secure: true, connections: atOnce, milliseconds: roundMilliseconds, request: formOf, status: 303 };
  return async () => {
    const before = processorSeconds(pid);
    const { latencies, perSecond: rate } = await load(request);
    plain.push(rate);
    return latencies.length / (processorSeconds(pid) - before);
  };
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
  const reeve = await start('reeve', [], { REEVE_DATA: folder.path, REEVE_ANYONE_REQUESTS_PER_MINUTE_MAX: '1000000' });
  const least = await start('bare-sign-in', [hash], { REEVE_DATA: folder.path });
  try {
    const plain = { ours: [] as number[], bare: [] as number[] };
    const [ours, bare] = [signingIn(reeve, plain.ours), signingIn(least, plain.bare)];
    for (const warm of [ours, bare]) await warm();
    for (const rates of Object.values(plain)) rates.length = 0;
    const found = await interleaved({ ours, bare, alone: () => rateAlone(hash) }, rounds);
    const byClock = `by the clock, client included, ${perSecond(plain.ours)} against ${perSecond(plain.bare)}`;
    return [
      ratioOf('sign-in/argon2', {
        ours: found.ours,
        theirs: found.bare,
        says: `${perSecond(found.ours)} of processor time against ${perSecond(found.bare)}; ${byClock}`,
      }),
      ratioOf('sign-in/argon2 in process', { ours: found.ours, theirs: found.alone, says: `${perSecond(found.ours)} against ${perSecond(found.alone)}` }),
    ];
  } finally {
    for (const server of [reeve, least]) await server.stop();
    folder.remove();
  }
}

export const bench: Bench = { name: 'sign-in', run };
