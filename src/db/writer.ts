// The one who writes to SQLite: callers queue here and share commits, each rolled back alone if it throws. Called by sqlite.ts. Knows no table.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import type { Manner } from './database.ts';
import type { LogSync } from './log-sync.ts';
import type { Tx } from './tables.ts';

/** A shared commit closes after so many callers or milliseconds, so that the event loop breathes. */
const batchCallersMax = 64;
const batchMillisecondsMax = 6;
/** How long a write waits for another process (the command line) before it gives up. */
const busyMillisecondsMax = 10_000;

type Waiting = {
  readonly body: (tx: Tx) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (reason: unknown) => void;
  readonly repeatable: boolean;
};
/** Carried out, and to be told when it is on the disk. */
type Done = { readonly by: Waiting; readonly value: unknown };

/** `taken` = from the queue, in its order; those who are not done were refused, but for the last, who may be at it. */
type Batch = { readonly taken: Waiting[]; readonly done: Done[] };

/** Somebody threw after he had written without a savepoint: only the whole batch can be rolled back. */
class Spoilt extends Error {}

/** Who was not told anything yet: those who were done, and the last, who threw. Those who were refused before he came stay refused, as they do where a commit fails. */
const again = ({ taken, done }: Batch): readonly Waiting[] => [...done.map(({ by }) => by), ...taken.slice(-1)].map((one) => ({ ...one, repeatable: false }));

/** What it writes on. `writes` = how many statements that may write have run so far. */
export type WriteHandle = { readonly handle: DatabaseSync; readonly tx: Tx; writes(): number };

/** Callers queue here; those that come while one works share its commit (25,000 changes/s against 4,600, reference/limits.md). */
export class Writer {
  readonly #on: WriteHandle;
  readonly #handle: DatabaseSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #log: LogSync;
  readonly #waiting: Waiting[] = [];
  #working: Promise<void> | undefined;
  #ended = false;
  constructor(on: WriteHandle, log: LogSync) {
    this.#on = on;
    this.#handle = on.handle;
    this.#log = log;
    this.#handle.exec('pragma synchronous = NORMAL');
    this.#savepoint = this.#handle.prepare('savepoint one');
    this.#release = this.#handle.prepare('release one');
  }

  write<T>(body: (tx: Tx) => Promise<T>, { repeatable = false }: Manner): Promise<T> {
    if (this.#ended) return Promise.reject(new Error('The database is closed: nothing is written any more.'));
    return new Promise<T>((resolve, reject) => {
      // `resolve` takes just what `body` gives; the queue cannot say so per element.
      this.#waiting.push({ body, resolve: resolve as (value: unknown) => void, reject, repeatable });
      this.#working ??= this.#work();
    });
  }

  /** Takes nothing more, and resolves when what was taken is written. */
  async end() {
    this.#ended = true;
    await this.#working;
  }

  /** Each batch begins after what has just arrived was read: the first of many shares his commit with the others. */
  async #work() {
    while (this.#waiting.length > 0) {
      await new Promise((next) => setImmediate(next));
      await this.#batch();
    }
    this.#working = undefined;
  }

  async #batch() {
    const batch: Batch = { taken: [], done: [] };
    try {
      this.#log.checkSound();
      await this.#begin();
      await this.#carryOut(batch);
      this.#handle.exec('commit');
    } catch (fault) {
      this.#abandon();
      if (fault instanceof Spoilt) this.#waiting.unshift(...again(batch));
      // Nobody in this batch was told anything yet, but those already refused; telling twice does no harm. Where it did not even begin, nobody who waits is served.
      else for (const { reject } of batch.taken.length > 0 ? batch.taken : this.#waiting.splice(0)) reject(fault);
      return;
    }
    if (batch.done.length > 0) void this.#tellWhenDurable(batch.done);
  }

  /**
   * A savepoint for each costs a fifth of adding a user: SQLite copies every page that is touched below it. Those who may be run again go without, as long as
   * nobody else is in the batch; if one of them throws after he wrote, all are rolled back and run again, this time each with a savepoint.
   */
  async #carryOut({ taken, done }: Batch) {
    const started = performance.now();
    let isPlain = true;
    while (done.length < batchCallersMax && performance.now() - started < batchMillisecondsMax) {
      const next = this.#waiting.shift();
      if (!next) break;
      taken.push(next);
      isPlain &&= next.repeatable;
      const one = isPlain ? await this.#plainly(next) : await this.#apart(next);
      if (one) done.push(one);
    }
  }

  async #plainly(by: Waiting): Promise<Done | null> {
    const before = this.#on.writes();
    let value: unknown;
    try {
      value = await by.body(this.#on.tx);
    } catch (refused) {
      if (this.#on.writes() > before || this.#hasEnded) throw new Spoilt();
      by.reject(refused);
      return null;
    }
    if (this.#hasEnded) throw new Spoilt();
    return { by, value };
  }

  /** SQLite ends a transaction by itself where the disk or the memory fails, also under somebody who only reads. */
  get #hasEnded(): boolean {
    return !this.#handle.isTransaction;
  }

  async #apart(by: Waiting): Promise<Done | null> {
    this.#savepoint.run();
    try {
      const value = await by.body(this.#on.tx);
      this.#release.run();
      return { by, value };
    } catch (refused) {
      if (this.#hasEnded) throw refused;
      this.#handle.exec('rollback to one');
      this.#release.run();
      by.reject(refused);
      return null;
    }
  }

  /** The next batch is worked on while the disk writes this one down. */
  async #tellWhenDurable(done: readonly Done[]) {
    try {
      await this.#log.durable();
      for (const { by, value } of done) by.resolve(value);
    } catch (fault) {
      for (const { by } of done) by.reject(fault);
    }
  }

  /** Another process may hold the lock for a moment: try again without holding up the event loop (rule 34). */
  async #begin() {
    const started = performance.now();
    for (;;) {
      try {
        this.#handle.exec('begin immediate');
        return;
      } catch (fault) {
        if (!isBusy(fault) || performance.now() - started > busyMillisecondsMax) throw fault;
        await pause(3);
      }
    }
  }

  #abandon() {
    // A disk that fails may fail at this too; whoever waits is told of the first fault.
    try {
      if (this.#handle.isTransaction) this.#handle.exec('rollback');
    } catch {
      // The next `begin` says what is wrong.
    }
  }
}

const isBusy = (fault: unknown) => fault instanceof Error && 'errcode' in fault && (fault.errcode === 5 || fault.errcode === 517 || fault.errcode === 6);
