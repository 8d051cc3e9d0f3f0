// Suspending 500 pasted users over the API, from the list of names to the finished job: rehearse, carry out, ask until it has ended. Against the same 500 locked one
// by one by 500 requests, 16 at once, which rehearse nothing, report nothing and have no way back.
import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Bench, interleaved, type Measured, median, ratios } from './frame.ts';
import { type Started, start } from './load.ts';
import { openBenchWorld, temporaryFolder } from './organisation.ts';
import { tokenOf } from './token.ts';

const users = 500;
const connections = 16;
const rounds = 5;
const lookMilliseconds = 10;

type Asking = (method: string, path: string, body?: object) => Promise<Record<string, unknown>>;

async function run(): Promise<readonly Measured[]> {
  const folder = temporaryFolder();
  const path = `${folder.path}/reeve`;
  mkdirSync(path, { mode: 0o700 });
  const world = await openBenchWorld(path);
  const token = await tokenOf(world);
  await world.db.close();
  const server = await start('reeve', [], { REEVE_DATA: path, REEVE_TLS: 'off' });
  try {
    const ask = asking(server, token);
    const ids = await inParts(Array.from({ length: users }, (_, nth) => () => added(ask, nth)));
    const found = await interleaved({ job: () => job(ask, ids), single: () => single(ask, ids) }, rounds);
    const samples = ratios(found.job, found.single);
    const says = `${median(found.job).toFixed(0)} ms against ${median(found.single).toFixed(0)} ms for ${users} single calls`;
    return [{ figure: 'suspend-500/single-calls', value: median(samples), samples, unit: '×', says }];
  } finally {
    await server.stop();
    folder.remove();
  }
}

function asking({ port }: Started, token: string): Asking {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}/api${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
}

const added = async (ask: Asking, nth: number) => String((await ask('POST', '/users', { kind: 'program', userName: `bench-${nth}` })).id);

/** So many at once. */
async function inParts<T>(todo: readonly (() => Promise<T>)[]): Promise<T[]> {
  const done: T[] = [];
  const left = todo.entries();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const [place, one] of left) done[place] = await one();
    }),
  );
  return done;
}

const unlockAll = (ask: Asking, ids: readonly string[]) => inParts(ids.map((id) => () => ask('POST', `/users/${id}/unlock`, {})));

/** Milliseconds from the pasted list to the finished job. */
async function job(ask: Asking, ids: readonly string[]): Promise<number> {
  const names = ids.map((_, nth) => `bench-${nth}`).join('\n');
  const begun = performance.now();
  const plan = await ask('POST', '/users/rehearse', { select: { names }, act: { do: 'lock', reason: 'bench' } });
  await ask('POST', `/plans/${plan.id}/carry-out`, {});
  for (;;) {
    const { finishedAt, done } = await ask('GET', `/jobs/${plan.id}`);
    if (finishedAt !== 0 && done !== users) throw new Error(`Only ${done} of ${users} were locked.`);
    if (finishedAt !== 0) break;
    await pause(lookMilliseconds);
  }
  const taken = performance.now() - begun;
  await unlockAll(ask, ids);
  return taken;
}

async function single(ask: Asking, ids: readonly string[]): Promise<number> {
  const begun = performance.now();
  await inParts(ids.map((id) => () => ask('POST', `/users/${id}/lock`, { reason: 'bench' })));
  const taken = performance.now() - begun;
  await unlockAll(ask, ids);
  return taken;
}

export const bench: Bench = { name: 'suspend', run };
