// One connection to one directory server: questions go out with a number, answers come back in any order, and each question has its limits.
// Called by open-connection.ts, which makes it safe, and by whatever asks. It does not know users, settings or credentials.
// Whatever goes wrong on it ends it: no answer to an old question can ever be taken for one to a new one.

import type { Socket } from 'node:net';
import { say } from '#sentences/sentence.ts';
import { type StoreCertificate, StoreFault } from '#user-store.ts';
import { limits } from '../driver.ts';
import { Malformed } from './ber.ts';
import { faultOf } from './faults.ts';
import { type Frame, Framing } from './framing.ts';
import { dnInBeginning, type Entry, type Oversized, type Response, type Result, readResponse } from './response.ts';

/** What comes before the result of a search. */
export type Part = { readonly kind: 'entry'; readonly entry: Entry } | { readonly kind: 'reference'; readonly urls: readonly string[] } | Oversized;

export type Listening = {
  readonly expects: number;
  /** Between two messages of the answer. */
  readonly milliseconds: number;
  readonly bytesMax?: number;
  /** What it throws ends the connection and fails the question. */
  readonly each?: (part: Part) => void;
};

/** An answer may come in many messages, each in time: all of them together have this many times as long. */
const wholeAnswerTimes = 20;
/** RFC 4511 §4.1.1.1. */
const messageIdMax = 2 ** 31 - 1;
/** What is said without being asked: the server hangs up (§4.4.1). */
const unsolicitedId = 0;

type Asked = Listening & {
  readonly idle: NodeJS.Timeout;
  readonly whole: NodeJS.Timeout;
  resolve(result: Result): void;
  reject(fault: StoreFault): void;
};

export class Connection {
  /** As the administrator typed it. */
  readonly url: string;
  certificate: StoreCertificate | null = null;
  readonly #asked = new Map<number, Asked>();
  readonly #framing = new Framing((id) => this.#asked.get(id)?.bytesMax ?? limits.messageBytesMax);
  #socket: Socket;
  #lastId = 0;
  #fault: StoreFault | null = null;
  #whenClosed: () => void = () => {};

  constructor(socket: Socket, url: string) {
    this.url = url;
    this.#socket = socket;
    this.#listen(socket);
  }

  get usable(): boolean {
    return this.#fault === null;
  }

  /** Whether it can only be read by who has the key, or by this machine. */
  get secret(): boolean {
    return this.certificate !== null || isLoopback(this.#socket.remoteAddress ?? '');
  }

  whenClosed(listener: () => void): void {
    this.#whenClosed = listener;
  }

  /** Sends one question. Fails with a StoreFault when there will be no answer; an answer that refuses is a result like any other. */
  ask(write: (id: number) => Buffer, listening: Listening): Promise<Result> {
    if (this.#fault) return Promise.reject(this.#fault);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    const id = this.#nextId();
    const silent = () => this.#end(new StoreFault('silent', say('directory.not-in-time', { server: this.url })));
    const timers = { idle: setTimeout(silent, listening.milliseconds), whole: setTimeout(silent, listening.milliseconds * wholeAnswerTimes) };
    this.#asked.set(id, { ...listening, ...timers, resolve, reject });
    this.#socket.write(write(id));
    return promise;
  }

  /** Sends what has no answer. */
  tell(write: (id: number) => Buffer): void {
    if (!this.#fault) this.#socket.write(write(this.#nextId()));
  }

  /** StartTLS (RFC 4511 §4.14): the same connection goes on through another socket. Nothing that came in the clear may count afterwards. */
  async through(secure: (socket: Socket) => Promise<Socket>): Promise<Socket> {
    if (this.#fault) throw this.#fault;
    if (!this.#framing.empty || this.#asked.size > 0) throw new Malformed('something before TLS that nobody asked for');
    const plain = this.#socket;
    for (const event of ['data', 'error', 'close'] as const) plain.removeAllListeners(event);
    const secured = await secure(plain);
    this.#socket = secured;
    this.#listen(secured);
    return secured;
  }

  /** What turned out not to be LDAP only when somebody looked into it ends the connection too. Gives what is to be thrown on. */
  disbelieve(thrown: unknown): unknown {
    if (!(thrown instanceof Malformed)) return thrown;
    const fault = faultOf(thrown, this.url);
    this.#end(fault);
    return fault;
  }

  close(): void {
    this.#end(new StoreFault('unreachable', say('directory.connection-closed', { server: this.url })));
  }

  #listen(socket: Socket): void {
    socket.on('data', (piece: Buffer) => this.#take(piece));
    socket.on('error', (fault) => this.#end(faultOf(fault, this.url)));
    socket.on('close', () => this.#end(new StoreFault('unreachable', say('directory.closed-early', { server: this.url }))));
  }

  #take(piece: Buffer): void {
    try {
      for (const frame of this.#framing.push(piece)) if (this.#fault === null) this.#answer(frame);
    } catch (fault) {
      this.#end(faultOf(fault, this.url));
    }
  }

  #answer(frame: Frame): void {
    if (frame.id === unsolicitedId) throw new StoreFault('unreachable', say('directory.hung-up', { server: this.url }));
    const asked = this.#asked.get(frame.id);
    if (!asked) throw new Malformed('an answer that nobody asked for');
    asked.idle.refresh();
    const part: Response = frame.whole ? readResponse(frame.bytes) : oversized(frame, asked.bytesMax ?? limits.messageBytesMax);
    if (part.kind === 'result') this.#finish(frame.id, asked, part);
    else if (part.kind !== 'intermediate' && asked.each) asked.each(part);
    else if (part.kind !== 'intermediate') throw new Malformed('entries where none were asked for');
  }

  #finish(id: number, asked: Asked, { operation: kind, result }: Extract<Response, { kind: 'result' }>): void {
    if (kind !== asked.expects) throw new Malformed(`an answer of kind 0x${kind.toString(16)} where 0x${asked.expects.toString(16)} must be`);
    this.#forget(id, asked);
    asked.resolve(result);
  }

  #forget(id: number, { idle, whole }: Asked): void {
    clearTimeout(idle);
    clearTimeout(whole);
    this.#asked.delete(id);
  }

  #end(fault: StoreFault): void {
    if (this.#fault) return;
    this.#fault = fault;
    this.#socket.destroy();
    for (const [id, asked] of this.#asked) {
      this.#forget(id, asked);
      asked.reject(fault);
    }
    this.#whenClosed();
  }

  #nextId(): number {
    this.#lastId = this.#lastId >= messageIdMax ? 1 : this.#lastId + 1;
    return this.#lastId;
  }
}

const oversized = ({ bytes }: Frame, bytesMax: number): Response => ({
  kind: 'oversized',
  dn: dnInBeginning(bytes),
  says: say('entry.many-bytes', { max: bytesMax }),
});

const isLoopback = (address: string): boolean => /^(127\.|::1$|::ffff:127\.)/.test(address);
