// A directory as a few connections to whichever of its servers answers: a bounded pool for questions, and connections of their own for readings and binds.
// Called by the drivers. It knows who reads (`bindDn`), and nothing of users. A class because it has a life: it keeps connections, and closes them.

import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { type Driving, isAboutServer } from '../driver.ts';
import { Turns } from '../turns.ts';
import type { Connection } from './connection.ts';
import { code, faultOf, refusedReader } from './faults.ts';
import { bind, openConnection } from './open-connection.ts';
import { type ConnectionSettings, checkAuthorities, type Server, serversOf } from './server.ts';

/** A server that failed is asked last for so long, so that a dead one costs its time-out once and not with each connection. */
const failedMillisecondsMax = 30_000;
/** An idle connection is closed by us before most servers and firewalls would. */
const idleMillisecondsMax = 60_000;

type Idle = { readonly connection: Connection; readonly timer: NodeJS.Timeout };

export class Directory {
  /** What one question to one server may take, and what one answer may take from whichever server. */
  readonly milliseconds: number;
  readonly answerMilliseconds: number;
  readonly #settings: ConnectionSettings;
  readonly #driving: Driving;
  readonly #servers: readonly Server[];
  readonly #failedAt = new Map<string, number>();
  readonly #questions: Turns;
  readonly #binds: Turns;
  #idle: Idle[] = [];
  readonly #open = new Set<Connection>();
  #closed = false;

  constructor(settings: ConnectionSettings, driving: Driving) {
    this.#servers = serversOf(settings);
    checkAuthorities(settings.authorities);
    if (settings.bindDn !== '' && driving.password === '') throw new StoreFault('credentials', say('directory.password-of', { dn: settings.bindDn }));
    this.#settings = settings;
    this.#driving = driving;
    this.answerMilliseconds = driving.answerMilliseconds;
    // All servers together in the time of one answer, so that a dead one does not use it up for the next.
    this.milliseconds = Math.ceil(driving.answerMilliseconds / this.#servers.length);
    this.#questions = new Turns(driving.connectionsMax, driving.answerMilliseconds);
    this.#binds = new Turns(driving.connectionsMax, driving.answerMilliseconds);
  }

  /** One question on a connection of the pool. Where the server fails at it, it is asked once more, of a new connection to the next server. */
  ask<T>(question: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#questions.take(async () => {
      const pooled = this.#fromPool();
      const connection = pooled ?? (await this.open());
      try {
        return await this.#lend(connection, question, { pooled: pooled !== null });
      } catch (fault) {
        if (this.#closed || !mayBeAskedAgain(fault)) throw fault;
        this.#dropIdle();
        return await this.#lend(await this.open(), question);
      }
    });
  }

  /** Work that may not be begun twice by itself: on a new connection, so that none which died idle is in its way. */
  once<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#questions.take(async () => this.#lend(await this.open(), work));
  }

  /** A connection that nobody is bound on, for one bind. Asked of the next server where one fails. */
  unbound<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#binds.take(async () => {
      const connection = await this.#unboundConnection();
      try {
        return await this.#lendOnce(connection, use);
      } catch (fault) {
        if (this.#closed || !mayBeAskedAgain(fault)) throw fault;
        return await this.#lendOnce(await this.#unboundConnection(), use);
      }
    });
  }

  /** The same for what may not be begun twice by itself. */
  unboundOnce<T>(use: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#binds.take(async () => this.#lendOnce(await this.#unboundConnection(), use));
  }

  /** A new connection of the caller's own, bound as the one who reads. He closes it. */
  open(): Promise<Connection> {
    return this.#first((server) => this.#connectAndBind(server));
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#dropIdle();
    for (const connection of [...this.#open]) connection.close();
  }

  // ── The pool ──

  #fromPool(): Connection | null {
    const idle = this.#idle.pop();
    if (!idle) return null;
    clearTimeout(idle.timer);
    return idle.connection.usable ? idle.connection : this.#fromPool();
  }

  async #lend<T>(connection: Connection, use: (connection: Connection) => Promise<T>, { pooled = false } = {}): Promise<T> {
    try {
      return await use(connection);
    } catch (thrown) {
      const fault = connection.disbelieve(thrown);
      // A server may have closed a connection that lay idle, and be well.
      if (mayBeAskedAgain(fault)) this.#failed(connection, pooled && fault.reason !== 'silent');
      throw fault;
    } finally {
      this.#giveBack(connection);
    }
  }

  #unboundConnection(): Promise<Connection> {
    return this.#first((server) => this.#connect(server));
  }

  async #lendOnce<T>(connection: Connection, use: (connection: Connection) => Promise<T>): Promise<T> {
    try {
      return await use(connection);
    } catch (thrown) {
      const fault = connection.disbelieve(thrown);
      if (mayBeAskedAgain(fault)) this.#failed(connection);
      throw fault;
    } finally {
      connection.close();
    }
  }

  #giveBack(connection: Connection): void {
    if (this.#closed || !connection.usable) {
      connection.close();
      return;
    }
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((idle) => idle.connection !== connection);
      connection.close();
    }, idleMillisecondsMax).unref();
    this.#idle.push({ connection, timer });
  }

  /** The connection is not used again; its server is asked last for a while, unless it is not to blame. */
  #failed(connection: Connection, blameless = false): void {
    connection.close();
    if (!blameless) this.#failedAt.set(connection.url, this.#driving.now());
  }

  #dropIdle(): void {
    for (const { connection, timer } of this.#idle.splice(0)) {
      clearTimeout(timer);
      connection.close();
    }
  }

  // ── The servers ──

  /** Those that failed lately come last; the rest in their order. */
  #inOrder(): readonly Server[] {
    const now = this.#driving.now();
    const failedLately = ({ url }: Server) => now - (this.#failedAt.get(url) ?? Number.NEGATIVE_INFINITY) < failedMillisecondsMax;
    return [...this.#servers].sort((a, b) => Number(failedLately(a)) - Number(failedLately(b)));
  }

  /** The first server that works; when none does, what each of them had to say. */
  async #first(attempt: (server: Server) => Promise<Connection>): Promise<Connection> {
    const faults: StoreFault[] = [];
    for (const server of this.#inOrder()) {
      if (this.#closed) break;
      try {
        const connection = await attempt(server);
        this.#failedAt.delete(server.url);
        return connection;
      } catch (thrown) {
        const fault = faultOf(thrown, server.url);
        faults.push(fault);
        // A password that is wrong here is wrong everywhere, and trying it elsewhere would only lock somebody out.
        if (fault.reason === 'credentials') throw fault;
        this.#failedAt.set(server.url, this.#driving.now());
      }
    }
    throw together(faults);
  }

  async #connect(server: Server): Promise<Connection> {
    const { egress } = this.#driving;
    const connection = await openConnection(server, { egress, authorities: this.#settings.authorities, milliseconds: this.milliseconds });
    this.#open.add(connection);
    connection.whenClosed(() => this.#open.delete(connection));
    if (this.#closed) connection.close();
    return connection;
  }

  async #connectAndBind(server: Server): Promise<Connection> {
    const connection = await this.#connect(server);
    const { bindDn } = this.#settings;
    if (bindDn === '') return connection;
    try {
      const result = await bind(connection, { dn: bindDn, password: this.#driving.password }, { milliseconds: this.milliseconds });
      if (result.code === code.success) return connection;
      throw refusedReader(result, bindDn);
    } catch (fault) {
      connection.close();
      throw fault;
    }
  }
}

const mayBeAskedAgain = (fault: unknown): fault is StoreFault => fault instanceof StoreFault && isAboutServer(fault);

function together(faults: readonly StoreFault[]): StoreFault {
  const [first, ...others] = faults;
  if (!first) return new StoreFault('unreachable', say('directory.closed'));
  if (others.length === 0) return first;
  const once = [...new Map(faults.map(({ message, says }) => [message, says])).values()];
  return new StoreFault(first.reason, say('several', { all: once }), { cause: first, certificate: first.certificate });
}
