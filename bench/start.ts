// From starting the program to its first answer, and resident memory a second later: `reeve serve` against a Fastify that says hello, both with a filled compile
// cache and without TLS. Then the same Reeve with a million users, where the list benches have left them, and its memory after 10,000 list calls.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { build } from '#build/build.ts';
import { makeSnapshot } from '#build/snapshot.ts';
import { packedServer, readStamps } from '#build/stamps.ts';
import { type Bench, interleaved, type Measured, median, ratioOf } from './frame.ts';
import { freePort, load, open, wire } from './load.ts';
import { copyMillion } from './million.ts';
import { openBenchWorld, temporaryFolder } from './organisation.ts';

/** A start takes a hundred milliseconds, and on a shared machine now and then half as long again. */
const rounds = 15;
const startMillisecondsMax = 30_000;
const settleMilliseconds = 1_000;
const listCalls = 10_000;
const root = join(import.meta.dirname, '..');

type Program = { readonly command: readonly [string, ...string[]]; readonly path: string; readonly env: Readonly<Record<string, string>> };
type Running = { readonly port: number; readonly milliseconds: number; readonly child: ChildProcess };

async function begin({ command: [program, ...words], path, env }: Program): Promise<Running> {
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(program, words, {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, ...env, PORT: String(port), REEVE_PORT: String(port), NODE_COMPILE_CACHE: join(tmpdir(), 'reeve-bench-cache') },
  });
  await answering(port, path);
  return { port, milliseconds: performance.now() - begun, child };
}

async function answering(port: number, path: string) {
  const begun = performance.now();
  const request = wire({ method: 'GET', path });
  for (;;) {
    const answer = await open(port)
      .then((connection) => connection.ask(request).finally(() => connection.close()))
      .catch(() => null);
    if (answer?.status === 200) return;
    if (performance.now() - begun > startMillisecondsMax) throw new Error(`Nothing answers ${path}.`);
    await pause(2);
  }
}

const end = ({ child }: Running): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

function residentMegabytes({ child }: Running): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** One start after the other: how long, and how much a second later. */
function side(program: Program) {
  const memory: number[] = [];
  const once = async () => {
    const running = await begin(program);
    await pause(settleMilliseconds);
    memory.push(residentMegabytes(running));
    await end(running);
    return running.milliseconds;
  };
  return { once, memory };
}

const reeveOn = (data: string): Program => ({
  // As a user starts it, with all its launcher sets.
  command: ['bin/reeve', 'serve'],
  path: '/health/ready',
  env: { REEVE_DATA: data, REEVE_HOST: '127.0.0.1', REEVE_TLS: 'off', REEVE_METRICS_LISTEN: '', REEVE_LOG_LEVEL: 'error' },
});

async function run(): Promise<readonly Measured[]> {
  const folder = temporaryFolder();
  try {
    // What the first start makes: this is about those after it.
    await build(['web', 'server'], console.error);
    await makeSnapshot(dirname(packedServer(readStamps())));
    const [small, large] = [`${folder.path}/small`, `${folder.path}/large`];
    mkdirSync(small, { mode: 0o700 });
    await (await openBenchWorld(small)).db.close();
    const token = await copyMillion(large);
    const sides = {
      ours: side(reeveOn(small)),
      hello: side({ command: [process.execPath, 'bench/servers/hello.ts'], path: '/', env: {} }),
      large: side(reeveOn(token === null ? small : large)),
    };
    for (const { once, memory } of Object.values(sides)) {
      await once();
      memory.length = 0;
    }
    const found = await interleaved({ ours: sides.ours.once, hello: sides.hello.once, large: sides.large.once }, rounds);
    const pair = (a: readonly number[], b: readonly number[], unit: string) => `${Math.round(median(a))} ${unit} against ${Math.round(median(b))} ${unit}`;
    const measured = [
      ratioOf('start/ready', { ours: found.ours, theirs: found.hello, says: pair(found.ours, found.hello, 'ms') }),
      ratioOf('start/memory', { ours: sides.ours.memory, theirs: sides.hello.memory, says: pair(sides.ours.memory, sides.hello.memory, 'MB') }),
    ];
    if (token === null) {
      console.error('No million users here: run the list bench first, then the two figures with them.');
      return measured;
    }
    return [
      ...measured,
      ratioOf('start/ready-million', { ours: found.large, theirs: found.ours, says: pair(found.large, found.ours, 'ms') }),
      await afterLists(large, token),
    ];
  } finally {
    folder.remove();
  }
}

async function afterLists(data: string, token: string): Promise<Measured> {
  const running = await begin(reeveOn(data));
  const request = wire({ method: 'GET', path: '/api/users?limit=50', headers: { authorization: `Bearer ${token}` } });
  let asked = 0;
  while (asked < listCalls) asked += (await load({ port: running.port, connections: 4, milliseconds: 1_000, request: () => request })).latencies.length;
  const megabytes = residentMegabytes(running);
  await end(running);
  return { figure: 'start/memory-million', value: megabytes, samples: [megabytes], unit: 'MB', says: `after ${asked.toLocaleString('en')} pages of 50` };
}

export const bench: Bench = { name: 'start', run };
