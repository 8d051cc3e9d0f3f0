// Connections of one store: so many at once, and what lies idle is closed.
// Called by sql-store.ts. Knows no database and no statement.
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { Turns } from '../turns.ts';
import type { Connection } from './connection.ts';

/** Shorter than firewalls forget, so that nobody waits for the answer of a connection that is none any more. */
const idleMillisecondsMax = 30_000;

export type PoolOptions = {
  readonly connect: () => Promise<Connection>;
  readonly connectionsMax: number;
  /** How long to wait for a connection. */
  readonly milliseconds: number;
};

type Idle = { readonly connection: Connection; readonly timer: NodeJS.Timeout };

export class Pool {
  readonly #connect: () => Promise<Connection>;
  readonly #turns: Turns;
  readonly #open = new Set<Connection>();
  #idle: Idle[] = [];
  #closed = false;

  constructor({ connect, connectionsMax, milliseconds }: PoolOptions) {
    this.#connect = connect;
    this.#turns = new Turns(connectionsMax, milliseconds);
  }

  use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => this.#lend(this.#fromIdle() ?? (await this.#opened()), work));
  }

  /** For what may be said twice: where a connection has died while it lay idle, a new one is asked. */
  ask<T>(question: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      const idle = this.#fromIdle();
      try {
        if (idle) return await this.#lend(idle, question);
      } catch (fault) {
        if (!hasDied(fault) || this.#closed) throw fault;
      }
      return this.#lend(await this.#opened(), question);
    });
  }

  close(): void {
    this.#closed = true;
    for (const { connection, timer } of this.#idle) {
      clearTimeout(timer);
      connection.leave();
    }
    // Somebody may wait for the answer of one of the rest: it is lost.
    for (const connection of this.#open) connection.close();
    this.#idle = [];
    this.#open.clear();
  }

  async #lend<T>(connection: Connection, work: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await work(connection);
    } finally {
      this.#putBack(connection);
    }
  }

  /** The one used last: it is the likeliest to live, and the others may retire. */
  #fromIdle(): Connection | null {
    for (let last = this.#idle.pop(); last; last = this.#idle.pop()) {
      clearTimeout(last.timer);
      if (last.connection.usable) return last.connection;
      this.#open.delete(last.connection);
    }
    return null;
  }

  async #opened(): Promise<Connection> {
    const connection = await this.#connect();
    this.#open.add(connection);
    if (!this.#closed) return connection;
    this.#retire(connection);
    throw new StoreFault('unreachable', say('fault.closed'));
  }

  #putBack(connection: Connection): void {
    if (this.#closed || !connection.usable) this.#retire(connection);
    else this.#idle.push({ connection, timer: setTimeout(() => this.#retire(connection), idleMillisecondsMax).unref() });
  }

  #retire(connection: Connection): void {
    this.#idle = this.#idle.filter((idle) => idle.connection !== connection);
    this.#open.delete(connection);
    connection.leave();
  }
}

const hasDied = (fault: unknown): boolean => fault instanceof StoreFault && fault.reason === 'unreachable';
