// One connection to a foreign database, whichever it is: a statement goes in, rows come out, within a time limit, and whatever goes wrong is a StoreFault.
// Made by postgres.ts and mariadb.ts; lent out by pool.ts. Knows no statement.

import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { certificateOf } from '#egress/secure.ts';
import { say } from '#sentences/sentence.ts';
import { type StoreCertificate, StoreFault } from '#user-store.ts';
import { limits } from '../driver.ts';
import { faultOf } from './faults.ts';
import type { Statement } from './queries/dialect.ts';

/** As the driver gives them: bytes for columns of bytes, lists for lists, numbers where they are exact, text for all others. */
export type Value = unknown;
export type Row = readonly Value[];
export type Answer = { readonly rows: readonly Row[] /** How many rows a change met. */; readonly met: number };

/** What a driver offers. */
export type Wire = {
  send(statement: Statement): Promise<Answer>;
  /** Says goodbye: servers write down whoever only hangs up. */
  leave(): void;
  /** Told when the driver is done with the connection, which may be before the stream is. */
  onEnd(listener: () => void): void;
  /** What the driver speaks over: plain, or secured. */
  readonly stream: Socket | TLSSocket;
  readonly isMysql: boolean;
};

export type Naming = { readonly server: string; readonly milliseconds: number };

/** For a server that does not close its side. */
const leaveMillisecondsMax = 1_000;

const plain = (sql: string): Statement => ({ sql, parameters: [] });

export class Connection {
  readonly certificate: StoreCertificate | null;
  readonly isMysql: boolean;
  readonly #wire: Wire;
  readonly #naming: Naming;
  #ended = false;
  /** Of the answer that is coming in: a driver keeps all of it, so somebody must count. */
  #bytes = 0;

  constructor(wire: Wire, naming: Naming) {
    const { stream } = wire;
    this.#wire = wire;
    this.#naming = naming;
    this.certificate = 'getPeerCertificate' in stream ? certificateOf(stream) : null;
    this.isMysql = wire.isMysql;
    wire.onEnd(() => this.close());
    stream.once('close', () => this.close());
    stream.on('data', (part: Buffer) => this.#count(part.length));
  }

  get usable(): boolean {
    return !this.#ended;
  }

  async ask(statement: Statement): Promise<Answer> {
    this.#bytes = 0;
    try {
      return await within(this.#wire.send(statement), this.#naming, () => this.close());
    } catch (fault) {
      throw this.#bytes > limits.messageBytesMax ? this.#tooMuch() : faultOf(fault, this.#naming.server);
    }
  }

  /** All or nothing. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    await this.ask(plain('begin'));
    try {
      const done = await work();
      await this.ask(plain('commit'));
      return done;
    } catch (fault) {
      // Where even that fails, nobody can say what the server thinks, and the connection is given up.
      await this.ask(plain('rollback')).catch(() => this.close());
      throw fault;
    }
  }

  /** When nobody waits for an answer. */
  leave(): void {
    if (this.#ended) return;
    this.#ended = true;
    const { stream } = this.#wire;
    stream.setTimeout(leaveMillisecondsMax, () => stream.destroy()).unref();
    this.#wire.leave();
  }

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#wire.stream.destroy();
  }

  #count(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > limits.messageBytesMax) this.close();
  }

  #tooMuch(): StoreFault {
    const megabytes = limits.messageBytesMax / 2 ** 20;
    return new StoreFault('protocol', say('sql.too-much', { server: this.#naming.server, megabytes }));
  }
}

/** What has not come by then will not be waited for: `giveUp` ends it. */
export async function within<T>(work: Promise<T>, { server, milliseconds }: Naming, giveUp: () => void): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new StoreFault('silent', say('fault.silent-within', { server, milliseconds })));
    giveUp();
  }, milliseconds);
  // Whichever loses has nobody who waits for it.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
