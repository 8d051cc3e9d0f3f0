// Real servers for tests: bin/reeve as a process of its own, on loopback, on a free port, stopped by the id it was started with.
// Called by the tests that kill, restart and pair servers. Quiet: what a server said is shown only when it did not start.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readyMilliseconds = 120_000;
const commandSecondsMax = 120;

/** `tree`: another copy of the sources than this one. */
export type Place = { readonly data: string; readonly database?: string; readonly env?: Readonly<Record<string, string>>; readonly tree?: string };
export type RunningServer = {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its ready line. */
  readonly readyAfter: number;
  said(): string;
  /** As a power cut does: no warning, no cleaning up. */
  kill(): Promise<void>;
  /** SIGTERM; gives the exit code (null: it did not end by itself) and how long it took. */
  stop(): Promise<{ readonly code: number | null; readonly milliseconds: number }>;
};

export const environmentOf = ({ data, database = '', env = {} }: Place): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '/',
  REEVE_DATA: data,
  ...(database ? { REEVE_DATABASE: database } : {}),
  REEVE_HOST: '127.0.0.1',
  REEVE_PORT: '0',
  REEVE_TLS: 'off',
  REEVE_METRICS_LISTEN: '',
  REEVE_LOG_LEVEL: 'warn',
  REEVE_ARGON2_MEMORY_KIB: '1024',
  REEVE_ARGON2_PASSES: '1',
  ...env,
});

const programOf = ({ tree = root }: Place): string => join(tree, 'bin/reeve');

export type Ended = { readonly code: number | null; readonly said: string; readonly stderr: string };

/** Runs any command of `reeve` to its end. */
export async function runReeve(words: readonly string[], place: Place, secondsMax = commandSecondsMax): Promise<Ended> {
  const child = spawn(programOf(place), words, { env: environmentOf(place), stdio: ['ignore', 'pipe', 'pipe'] });
  const said = listen(child);
  let stderr = '';
  child.stderr.on('data', (part: Buffer) => {
    stderr += part.toString();
  });
  // A server that starts although it should not must not outlive the test.
  const timer = setTimeout(() => child.kill('SIGKILL'), secondsMax * 1_000);
  const [code] = (await once(child, 'close')) as [number | null];
  clearTimeout(timer);
  return { code, said: said(), stderr };
}

export async function startServer(place: Place): Promise<RunningServer> {
  const began = performance.now();
  const child = spawn(programOf(place), ['serve'], { env: environmentOf(place), stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const said = listen(child);
  const url = await ready(child, said);
  const readyAfter = performance.now() - began;
  return {
    url,
    pid: child.pid ?? 0,
    readyAfter,
    said,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      const asked = performance.now();
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), commandSecondsMax * 1_000);
      const [code] = await ended;
      clearTimeout(timer);
      return { code, milliseconds: performance.now() - asked };
    },
  };
}

/** Everything it has said so far. */
export function listen(child: ChildProcess): () => string {
  let said = '';
  const keep = (part: Buffer) => {
    said = (said + part.toString()).slice(-200_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  return () => said;
}

/** Gives the address that it names when it is ready. */
export function ready(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const url = /Reeve is ready: (\S+)\/carbon/.exec(said())?.[1];
      if (url) done(() => resolve(url));
    };
    const done = (settle: () => void) => {
      clearTimeout(timer);
      settle();
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`The server was not ready within ${readyMilliseconds} ms. It said:\n${said()}`));
    }, readyMilliseconds);
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', (code) => done(() => reject(new Error(`The server ended with ${code}. It said:\n${said()}`))));
  });
}
