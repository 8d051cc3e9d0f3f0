// Worker threads that answer lists on SQLite, each with a read-only connection, so that the event loop never waits for one.
// Called by sqlite.ts. A running statement cannot be stopped, so programs are made of short ones; a worker that dies is replaced. Readers have the file in
// memory (list-worker.ts): a disk that cannot be read, or a file that somebody cuts off, ends the process.
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { ListProgram, Lists } from './database.ts';

/** Requests one worker may have waiting before callers are told to come back. */
const waitingMax = 1_000;
/** What a thread's young values may take, twice. A page leaves little behind, and each thread keeps all it ever took. */
const youngMegabytes = 2;

export type Request = { readonly id: number; readonly program: ListProgram; readonly input: unknown };
export type Reply = { readonly id: number; readonly output?: unknown; readonly fault?: { readonly message: string; readonly stack?: string } };
type Pending = { readonly resolve: (value: unknown) => void; readonly reject: (reason: unknown) => void };

class Reader {
  readonly pending = new Map<number, Pending>();
  readonly #path: string;
  #worker: Worker | null = null;
  #closed = false;
  constructor(path: string) {
    this.#path = path;
  }

  ask(request: Request): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error('The database is closed: nothing is read any more.'));
    if (this.pending.size >= waitingMax) return Promise.reject(new Error('Too many lists are waiting.'));
    return new Promise((resolve, reject) => {
      this.pending.set(request.id, { resolve, reject });
      const worker = this.#started();
      // A process waits for an answer it has asked for, and for nothing else of ours.
      worker.ref();
      worker.postMessage(request);
    });
  }

  async close() {
    this.#closed = true;
    await this.#worker?.terminate();
  }

  /** Started when first needed: an idle server has no reader. */
  #started(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(new URL('./list-worker.ts', import.meta.url), {
      workerData: { path: this.#path },
      resourceLimits: { maxOldGenerationSizeMb: 192 },
    });
    worker.on('message', (reply: Reply) => this.#settle(reply));
    worker.on('error', (fault) => this.#lost(fault));
    worker.on('exit', () => this.#lost(new Error('The list reader ended.')));
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  #settle({ id, output, fault }: Reply) {
    const asked = this.pending.get(id);
    this.pending.delete(id);
    if (this.pending.size === 0) this.#worker?.unref();
    if (fault) asked?.reject(Object.assign(new Error(fault.message), fault.stack ? { stack: fault.stack } : {}));
    else asked?.resolve(output);
  }

  #lost(fault: Error) {
    this.#worker = null;
    for (const { reject } of this.pending.values()) reject(fault);
    this.pending.clear();
  }
}

/** The reader with the fewest waiting requests answers. */
export function openListWorkers(path: string, readers: number): Lists & { close(): Promise<void> } {
  // For every thread that begins after this; the process itself keeps what bin/reeve gave it, which would also stand above a thread's own `resourceLimits`.
  for (const end of ['min', 'max']) setFlagsFromString(`--${end}-semi-space-size=${youngMegabytes}`);
  const all = Array.from({ length: Math.max(1, readers) }, () => new Reader(path));
  let lastId = 0;
  return {
    async run<I, O>(program: ListProgram, input: I): Promise<O> {
      const free = all.reduce((best, reader) => (reader.pending.size < best.pending.size ? reader : best));
      lastId += 1;
      // The program named says what it gives; the message channel cannot.
      return (await free.ask({ id: lastId, program, input })) as O;
    },
    async close() {
      await Promise.all(all.map((reader) => reader.close()));
    },
  };
}
