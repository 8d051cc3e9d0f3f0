// Sign-ins of PRIMARY's users and of a well directory's, while another directory takes connections and never answers, and somebody keeps trying to sign in to it:
// p95 of the outage ÷ p95 with all stores well. Who tries, and how often, is the same on both sides. Names without a domain are among the tries: they are looked
// for in every store, in order, and the one in trouble is the first.
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { addStore } from '#stores/add-store.ts';
import { runSynchroniser } from '#synchronise/runner.ts';
import { ldapSettings } from '../test/conformance/outside/slapd.ts';
import { install } from '../test/servers/packages.ts';
import { type RoughLink, startRoughLink } from '../test/servers/rough-link.ts';
import { type Slapd, service, startSlapd, userPassword } from '../test/servers/slapd.ts';
import { type Bench, interleaved, type Measured, median, percentile, ratioOf } from './frame.ts';
import { load, open, processorSeconds, type Started, start } from './load.ts';
import { administrator, fillOrganisation, openBenchWorld, temporaryFolder } from './organisation.ts';
import { givePasswords, signInForm } from './sign-in-form.ts';

const people = 100;
const rounds = 9;
const roundMilliseconds = 5_000;
const answerSeconds = 2;
/** Of those who are measured. */
const connections = 2;
const triers = 4;
const betweenTriesMilliseconds = 250;
const settleSecondsMax = 90;
const host = { kind: 'host', name: 'bench', door: 'cli' } as const;
const [accepted, refused] = [303, 401];

async function run(): Promise<readonly Measured[]> {
  install(['slapd']);
  const folder = temporaryFolder();
  const slapd = await startSlapd({ users: people });
  const link = await startRoughLink({ host: slapd.host, port: slapd.ports.ldaps });
  try {
    const data = `${folder.path}/reeve`;
    mkdirSync(data, { mode: 0o700 });
    const env = { REEVE_EGRESS_NETWORKS: '127.0.0.0/8', REEVE_TRUSTED_PROXIES: '127.0.0.0/8', REEVE_ANYONE_REQUESTS_PER_MINUTE_MAX: '1000000' };
    await fill(data, env, { slapd, link });
    const server = await start('reeve', [], { REEVE_DATA: data, ...env });
    try {
      return await measured(server, link);
    } finally {
      await server.stop();
    }
  } finally {
    await link.stop();
    await slapd.stop();
    folder.remove();
  }
}

type Outside = { readonly slapd: Slapd; readonly link: RoughLink };

async function fill(data: string, env: Readonly<Record<string, string>>, { slapd, link }: Outside): Promise<void> {
  const world = await openBenchWorld(data, env);
  const { users } = await fillOrganisation(world, { users: people, roles: 10, nodes: 100, rolesOfUser: 1 });
  await givePasswords(
    world,
    users.map(({ no }) => no),
  );
  for (const [domain, port] of [
    ['ROUGH', link.port],
    ['WELL', slapd.ports.ldaps],
  ] as const) {
    const settings = ldapSettings(slapd, { urls: [`ldaps://127.0.0.1:${port}`] });
    await addStore.run(world, host, { domain, kind: 'ldap', settings, password: service.password, syncMinutes: 0, answerSeconds });
  }
  const synchroniser = runSynchroniser(world);
  await synchroniser.idle();
  await synchroniser.stop();
  await world.stores.close();
  await world.db.close();
}

async function measured({ port, pid }: Started, link: RoughLink): Promise<readonly Measured[]> {
  const all = { outage: [] as number[], well: [] as number[] };
  const spent = { outage: 0, well: 0 };
  let tries = 0;
  const round = async (side: keyof typeof all, rough: number): Promise<number> => {
    const over = new AbortController();
    const trying = Promise.all(Array.from({ length: triers }, () => keepTrying(port, { next: () => tries++, rough, over: over.signal })));
    const before = processorSeconds(pid);
    const latencies = await signIns(port);
    spent[side] += processorSeconds(pid) - before;
    over.abort();
    await trying;
    all[side].push(...latencies);
    return percentile(latencies, 0.95);
  };
  const well = async () => {
    link.turn('well');
    await usedAgain(port);
    return round('well', accepted);
  };
  const outage = async () => {
    link.turn('silent');
    return round('outage', refused);
  };
  await well();
  const found = await interleaved({ outage, well }, rounds);
  const shown = (side: keyof typeof all) => {
    const [p95, p50, ofServer] = [median(found[side]), percentile(all[side], 0.5), (spent[side] * 1_000) / all[side].length];
    return `p95 ${p95.toFixed(0)} ms, median ${p50.toFixed(0)} ms, ${ofServer.toFixed(1)} ms of the server’s processor time, of ${all[side].length} sign-ins`;
  };
  const says = `${shown('outage')}; against ${shown('well')}`;
  return [ratioOf('outage/sign-in', { ours: found.outage, theirs: found.well, says })];
}

/** Users of PRIMARY and of the well directory, in turn; each must be let in. */
async function signIns(port: number): Promise<readonly number[]> {
  const request = (nth: number) => {
    const [who, from] = [(nth >> 1) % people, `198.51.${nth % 256}.1`];
    return nth % 2 === 0
      ? signInForm({ userName: `bench.${who}`, password: administrator.password, from })
      : signInForm({ userName: `WELL/${seed(who)}`, password: userPassword, from });
  };
  return (await load({ port, secure: true, connections, milliseconds: roundMilliseconds, request, status: accepted })).latencies;
}

const seed = (nth: number) => `seed-${String((nth % people) + 1).padStart(3, '0')}`;

type Trying = {
  /** Each try is another name from another network, so that nobody is throttled for having tried too often. */
  next(): number;
  /** How a right password of the rough store is answered. */
  readonly rough: number;
  readonly over: AbortSignal;
};

/** At a steady pace: users of the rough store, names there that nobody has, and names without a domain that nobody has. */
async function keepTrying(port: number, { next, rough, over }: Trying): Promise<void> {
  const connection = await open(port, true);
  while (!over.aborted) {
    const nth = next();
    const tried = [
      { userName: `ROUGH/${seed(nth)}`, status: rough },
      { userName: `nobody.${nth}`, status: refused },
      { userName: `ROUGH/nobody.${nth}`, status: refused },
    ][nth % 3] ?? { userName: '', status: refused };
    const form = signInForm({ userName: tried.userName, password: userPassword, from: `203.${nth >> 8}.${nth % 256}.1` });
    const { status, text } = await connection.ask(form);
    if (status !== tried.status) throw new Error(`${tried.userName} was answered ${status}: ${text.slice(0, 500)}`);
    await pause(betweenTriesMilliseconds);
  }
  connection.close();
}

/** After an outage it rests for a while; then the next who asks is let through. */
async function usedAgain(port: number): Promise<void> {
  const connection = await open(port, true);
  for (let second = 0; second < settleSecondsMax; second += 1) {
    const { status } = await connection.ask(signInForm({ userName: `ROUGH/${seed(second)}`, password: userPassword, from: `192.0.${second}.1` }));
    if (status === accepted) return connection.close();
    await pause(1_000);
  }
  throw new Error('The store that is well again is not used.');
}

export const bench: Bench = { name: 'outage', run };
