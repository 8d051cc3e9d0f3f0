// One connection to a foreign database, whichever it is: a statement goes in, rows come out, within a time limit, and whatever goes wrong is a StoreFault.
// Made by postgres.ts and mariadb.ts; lent out by pool.ts. Knows no statement.
import { type StoreCertificate, StoreFault } from '#user-store.ts';
import { faultOf } from './faults.ts';
import type { Statement } from './queries/dialect.ts';

/** As the driver gives them: bytes for columns of bytes, lists for lists, numbers where they are exact, text for all others. */
export type Value = unknown;
export type Row = readonly Value[];
export type Answer = { readonly rows: readonly Row[] /** How many rows a change met. */; readonly met: number };

/** What a driver offers. */
export type Wire = {
  send(statement: Statement): Promise<Answer>;
  /** At once, without a word. */
  destroy(): void;
  /** Told when the connection has ended, whoever ended it; perhaps more than once. */
  onEnd(listener: () => void): void;
  readonly certificate: StoreCertificate | null;
  readonly isMysql: boolean;
};

export type Naming = { readonly server: string; readonly milliseconds: number };

const plain = (sql: string): Statement => ({ sql, parameters: [] });

export class Connection {
  readonly certificate: StoreCertificate | null;
  readonly isMysql: boolean;
  readonly #wire: Wire;
  readonly #naming: Naming;
  #ended = false;

  constructor(wire: Wire, naming: Naming) {
    this.#wire = wire;
    this.#naming = naming;
    this.certificate = wire.certificate;
    this.isMysql = wire.isMysql;
    wire.onEnd(() => this.close());
  }

  get usable(): boolean {
    return !this.#ended;
  }

  async ask(statement: Statement): Promise<Answer> {
    try {
      return await within(this.#wire.send(statement), this.#naming, () => this.close());
    } catch (fault) {
      throw faultOf(fault, this.#naming.server);
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

  close(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#wire.destroy();
  }
}

/** What has not come by then will not be waited for: `giveUp` ends it. */
export async function within<T>(work: Promise<T>, { server, milliseconds }: Naming, giveUp: () => void): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new StoreFault('silent', `${server} did not answer within ${milliseconds} ms.`));
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
