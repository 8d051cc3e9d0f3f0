// A client that asks one server over kept-alive connections, each its next question as soon as it has the answer; and the start of such servers.
// Called by bench files. Speaks just enough HTTP/1.1 to cost far less than any server it asks.
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import { connect as connectSecurely } from 'node:tls';

export type Asked = { readonly method: string; readonly path: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };
export type Load = {
  readonly port: number;
  readonly secure?: boolean;
  readonly connections: number;
  readonly milliseconds: number;
  /** The nth request of all connections together, as it goes over the wire. */
  readonly request: (nth: number) => Buffer;
  readonly status?: number;
};
export type Loaded = { readonly perSecond: number; readonly latencies: readonly number[] };

/** Processor time that a server has taken so far, all its threads. Linux. */
export function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

export function wire({ method, path, headers = {}, body }: Asked): Buffer {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const own = body === undefined ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  const lines = Object.entries({ host: 'localhost', ...own, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${text}`);
}

/** Asks for so long. An answer with another status than the wanted one ends it: speed counts only where the answers are right. */
export async function load({ port, secure = false, connections, milliseconds, request, status = 200 }: Load): Promise<Loaded> {
  const latencies: number[] = [];
  let nth = 0;
  const begun = performance.now();
  const over = () => performance.now() - begun > milliseconds;
  const one = async () => {
    const connection = await open(port, secure);
    while (!over()) {
      const asked = performance.now();
      const answer = await connection.ask(request(nth++));
      if (answer.status !== status) throw new Error(`Answered ${answer.status} instead of ${status}: ${answer.text.slice(0, 500)}`);
      latencies.push(performance.now() - asked);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, one));
  return { perSecond: (latencies.length * 1_000) / (performance.now() - begun), latencies };
}

export type Answer = { readonly status: number; readonly text: string };
export type Connection = { ask(request: Buffer): Promise<Answer>; close(): void };

export async function open(port: number, secure = false): Promise<Connection> {
  // A certificate made by the bench itself, on loopback.
  const socket: Socket = secure ? connectSecurely({ port, host: '127.0.0.1', rejectUnauthorized: false }) : connect({ port, host: '127.0.0.1' });
  await new Promise((resolve, reject) => socket.once(secure ? 'secureConnect' : 'connect', resolve).once('error', reject));
  socket.setNoDelay(true);
  let settle: { resolve: (answer: Answer) => void; reject: (fault: Error) => void } | undefined;
  let received: Buffer = Buffer.alloc(0);
  socket.on('data', (part: Buffer) => {
    received = received.length === 0 ? part : Buffer.concat([received, part]);
    const answer = wholeAnswer(received);
    if (!answer) return;
    received = Buffer.alloc(0);
    settle?.resolve(answer);
  });
  socket.on('error', (fault) => settle?.reject(fault));
  socket.on('close', () => settle?.reject(new Error('The server closed the connection.')));
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        socket.write(request);
      }),
    close: () => {
      settle = undefined;
      socket.destroy();
    },
  };
}

/** Null = not all of it is here yet. Every server here says how long its answer is. */
function wholeAnswer(received: Buffer): Answer | null {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return null;
  const head = received.toString('latin1', 0, end);
  const length = Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  if (received.length < end + 4 + length) return null;
  return { status: Number(head.slice(9, 12)), text: received.toString('utf8', end + 4, end + 4 + length) };
}

export type Started = { readonly port: number; readonly pid: number; stop(): Promise<void> };

/** As many as bin/reeve gives it. */
const threads = String(availableParallelism() + 4);

/** Reeve runs with the options that its launcher gives Node; what it is held against with Node's own. */
const optionsOf = (name: string): readonly string[] =>
  name === 'reeve' ? (/^young='(.+)'$/m.exec(readFileSync(`${import.meta.dirname}/../bin/reeve`, 'utf8'))?.[1]?.split(' ') ?? []) : [];

/** Starts bench/servers/<name>.ts, which tells its port once it listens. */
export async function start(name: string, args: readonly string[] = [], env: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = fork(`${import.meta.dirname}/servers/${name}.ts`, args, {
    execArgv: [
      '--disable-warning=ExperimentalWarning',
      ...optionsOf(name),
      ...(process.env.BENCH_PROFILE ? ['--cpu-prof', `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : []),
    ],
    env: { ...process.env, UV_THREADPOOL_SIZE: threads, ...env },
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (code) => reject(new Error(`The server ${name} ended with ${code}.`)));
  });
  return { port, pid: child.pid ?? 0, stop: () => stop(child) };
}

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.disconnect();
  });

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
