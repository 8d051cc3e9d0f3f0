// Makes what was committed on SQLite durable without holding up the event loop: one sync of the write-ahead log for everybody who committed meanwhile.
// Called by sqlite.ts only. Knows no table and no transaction.
import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const toDisk = promisify(fdatasync);

/**
 * SQLite's own sync (synchronous = FULL) waits for the disk inside of `commit`, on the event loop. Here the log is committed without it (NORMAL, which keeps the
 * file sound in any case: sqlite.org/wal.html, "Performance Considerations"), and nobody is told of his change before the log has reached the disk.
 */
export class LogSync {
  readonly #path: string;
  readonly #sync: (file: number) => Promise<void>;
  #file: number | undefined;
  /** The sync on its way, and the one after it, for those who committed since. */
  #running: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #broken: Error | undefined;

  constructor(database: string, sync = toDisk) {
    this.#path = `${database}-wal`;
    this.#sync = sync;
  }

  /** Throws once a sync has failed: what the disk has lost then is not known, and a second sync would say that all is well. */
  checkSound() {
    if (this.#broken) throw this.#broken;
  }

  /** Resolves when everything committed before this call would survive a power cut. */
  durable(): Promise<void> {
    this.#next ??= this.#after(this.#running);
    return this.#next;
  }

  /** Waits for what is on its way. The log belongs to SQLite: only our own look at it is closed. */
  async close() {
    await Promise.allSettled([this.#next, this.#running]);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  async #after(running: Promise<void> | undefined) {
    await running?.catch(() => {});
    this.#running = this.#next;
    this.#next = undefined;
    this.checkSound();
    try {
      // Opened late, for the first commit makes the file. It stays the same file as long as a handle of the database is open.
      this.#file ??= openSync(this.#path, 'r');
      await this.#sync(this.#file);
    } catch (fault) {
      this.#broken = new Error(`The disk did not keep what was written to ${this.#path}. Nothing is written until Reeve is started again.`, { cause: fault });
      throw this.#broken;
    }
  }
}
