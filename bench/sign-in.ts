// Password sign-in over HTTPS, with session and event written, against bare verifications by @node-rs/argon2 with the same parameters, on all cores.
// Both are counted per second of processor time, of the whole server and of this process: the client, who speaks TLS too, sits on the same cores.
import { createHash } from 'node:crypto';
import { verify } from '@node-rs/argon2';
import type { World } from '#world.ts';
import { type Bench, interleaved, perSecond, ratioOf } from './frame.ts';
import { load, processorSeconds, start, wire } from './load.ts';
import { administrator, fillOrganisation, openBenchWorld, temporaryFolder } from './organisation.ts';

const atOnce = 8;
const roundMilliseconds = 2_500;
const rounds = 7;
const people = 64;

type Rate = { readonly perSecond: number; readonly perProcessorSecond: number };

/** Users who can all sign in with the administrator's password. */
async function givePasswords(world: World, nos: readonly number[]): Promise<string> {
  const hash = await world.hashing.hash(administrator.password);
  await world.db.write(async (tx) => {
    const rows = nos.map((no) => ({ user_no: no, password_hash: hash, changed_at: 1, must_change: 0, temporary_until: 0 }));
    await tx.insertInto('credentials').values(rows).execute();
    const names = await tx.selectFrom('users').select(['no', 'name_key', 'store_no']).where('no', 'in', nos).execute();
    await tx
      .insertInto('identifiers')
      .values(names.map(({ no, name_key, store_no }) => ({ store_no, key: name_key, kind: 'name', user_no: no })))
      .execute();
    await tx
      .insertInto('user_sign_ins')
      .values(nos.map((no) => ({ user_no: no, last_sign_in_at: 0 })))
      .execute();
  });
  return hash;
}

/** The form as a browser sends it: the flow's cookie, and the token that is made from it. */
function formOf(nth: number): Buffer {
  const cookie = 'bench-flow-cookie-of-enough-length-00000000000';
  const csrf = createHash('sha256').update(`reeve form ${cookie}`).digest('base64url');
  const body = new URLSearchParams({ csrf, userName: `bench.${nth % people}`, password: administrator.password, to: '/account' }).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    cookie: `__Host-reeve-flow=${cookie}`,
    origin: 'https://localhost',
    'content-length': String(Buffer.byteLength(body)),
  };
  return wire({ method: 'POST', path: '/sign-in', headers, body });
}

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
