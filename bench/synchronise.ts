// Synchronising from a real OpenLDAP over LDAPS, on the same machine: everything into an empty Reeve, everything again when nothing changed, and a delta of nothing.
// Rates are users per second by the clock, the directory's own work included. Memory is the highest seen while reading, at two sizes: it must not grow with them.
// The smaller one is read again until as many users have passed by: a heap takes what room it may have little by little, whatever is read (decisions/017).
import { mkdirSync } from 'node:fs';
import { storeActions } from '#stores/actions.ts';
import { addStore } from '#stores/add-store.ts';
import { synchroniseStore } from '#stores/contract.ts';
import { runSynchroniser } from '#synchronise/runner.ts';
import type { World } from '#world.ts';
import { ldapSettings } from '../test/conformance/outside/slapd.ts';
import { install } from '../test/servers/packages.ts';
import { type Slapd, service, startSlapd } from '../test/servers/slapd.ts';
import type { Bench, Measured } from './frame.ts';
import { openBenchWorld, temporaryFolder } from './organisation.ts';

const sizes = [10_000, 100_000] as const;
/** Users that pass by at each size: the larger one is read twice. */
const passing = 2 * sizes[1];
const looksMilliseconds = 20;
const host = { kind: 'host', name: 'bench', door: 'cli' } as const;

type Run = { readonly full: number; readonly again: number; readonly delta: number; readonly memoryMiB: number };

async function run(): Promise<readonly Measured[]> {
  install(['slapd']);
  const [small, large] = [await runOf(sizes[0]), await runOf(sizes[1])];
  const rate = (figure: string, value: number, says: string): Measured => ({ figure, value, samples: [value], unit: 'users/s', says });
  const growth = large.memoryMiB / small.memoryMiB;
  return [
    rate(
      'synchronise/full',
      large.full,
      `${sizes[1].toLocaleString('en')} users; ${Math.round(small.full).toLocaleString('en')}/s with ${sizes[0].toLocaleString('en')}`,
    ),
    rate('synchronise/again', large.again, 'everything read again, nothing changed'),
    rate('synchronise/delta', large.delta, 'what changed since, which is nothing; deletions looked for'),
    {
      figure: 'synchronise/memory',
      value: growth,
      samples: [growth],
      unit: '×',
      says: `${large.memoryMiB.toFixed(0)} MiB with ten times the users, against ${small.memoryMiB.toFixed(0)} MiB`,
    },
  ];
}

async function runOf(users: number): Promise<Run> {
  const folder = temporaryFolder();
  const path = `${folder.path}/reeve`;
  mkdirSync(path, { mode: 0o700 });
  const slapd = await startSlapd({ users });
  const world = await openBenchWorld(path, { REEVE_EGRESS_NETWORKS: '127.0.0.0/8' });
  world.changes.start();
  try {
    return await measured(world, slapd, users);
  } finally {
    world.changes.stop();
    await world.stores.close();
    await world.db.close();
    await slapd.stop();
    folder.remove();
  }
}

async function measured(world: World, slapd: Slapd, users: number): Promise<Run> {
  const settings = { ...ldapSettings(slapd, { pageSize: 500 }) };
  const store = await addStore.run(world, host, { domain: 'LDAP', kind: 'ldap', settings, password: service.password, syncMinutes: 0 });
  const synchroniser = runSynchroniser(world);
  const peak = watchMemory();
  try {
    const full = await rateOf(users, () => synchroniser.idle());
    const rounds = passing / users - 1;
    const again = await rateOf(users * rounds, async () => {
      for (let round = 0; round < rounds; round++) await asked(world, store.id, true).then(() => synchroniser.idle());
    });
    const delta = await rateOf(users, () => asked(world, store.id, false).then(() => synchroniser.idle()));
    const seen = await world.db.read.selectFrom('store_states').select(['added', 'changed', 'state']).executeTakeFirstOrThrow();
    const { n } = await world.db.read
      .selectFrom('users')
      .select((row) => row.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow();
    if (Number(n) !== users + 1 || seen.state !== 'idle' || seen.changed > 0)
      throw new Error(`Not what the directory has: ${n} users, ${JSON.stringify(seen)}.`);
    return { full, again, delta, memoryMiB: peak.stop() };
  } finally {
    await synchroniser.stop();
  }
}

async function rateOf(users: number, work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (users * 1_000) / (performance.now() - begun);
}

const asked = async (world: World, id: string, full: boolean) =>
  storeActions.find(({ operation }) => operation === synchroniseStore)?.run(world, host, { id, full });

function watchMemory() {
  let highest = 0;
  const timer = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().rss);
  }, looksMilliseconds);
  return {
    stop() {
      clearInterval(timer);
      return highest / 2 ** 20;
    },
  };
}

export const bench: Bench = { name: 'synchronise', run };
