// A directory that says exactly what a test tells it to, byte for byte: for what no honest server would ever send.
// Called by tests of the drivers. It reads questions as plainly as possible, keeps every byte it was sent, and builds answers from tags and contents.
import { createServer, type Server, type Socket } from 'node:net';
import { BerReader, headOf, tag } from '#stores/ldap/ber.ts';

export type Question = {
  readonly id: number;
  /** Tag of the operation, such as 0x60 bind, 0x63 search, 0x77 extended. */
  readonly operation: number;
  readonly content: Buffer;
  /** Which question this is on its connection, from 0. */
  readonly n: number;
};
/** What is written, piece by piece; `hang up` ends the connection. */
export type Answer = readonly (Buffer | 'hang up')[];

export type ScriptedDirectory = {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Everything that came, of all connections, in order. */
  received(): Buffer;
  /** Operations asked, in order. */
  asked(): readonly number[];
  stop(): Promise<void>;
};

export async function startScripted(answer: (question: Question, socket: Socket) => Answer): Promise<ScriptedDirectory> {
  const host = '127.0.0.1';
  const pieces: Buffer[] = [];
  const asked: number[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    converse(socket, (question) => {
      asked.push(question.operation);
      return answer(question, socket);
    });
    socket.on('data', (piece) => pieces.push(piece));
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const address = server.address();
  return {
    host,
    port: typeof address === 'object' && address ? address.port : 0,
    received: () => Buffer.concat(pieces),
    asked: () => asked,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** To what is no LDAP it says nothing. */
function converse(socket: Socket, answer: (question: Question) => Answer): void {
  let held: Buffer = Buffer.alloc(0);
  let n = 0;
  socket.on('data', (piece: Buffer) => {
    held = Buffer.concat([held, piece]);
    for (let head = headIn(held); head && held.length >= head.headBytes + head.contentBytes; head = headIn(held)) {
      const message = new BerReader(held).inside(tag.sequence);
      held = held.subarray(head.headBytes + head.contentBytes);
      const id = message.integer();
      const operation = message.next;
      say(socket, answer({ id, operation, content: message.skip(), n: n++ }));
    }
  });
}

const headIn = (bytes: Buffer) => (bytes[0] === tag.sequence ? headOf(bytes) : null);

function say(socket: Socket, answer: Answer): void {
  for (const part of answer) {
    if (part === 'hang up') socket.destroy();
    else socket.write(part);
  }
}

// ── Building answers ──

/** One element: tag, length, content. */
export function element(tag: number, ...content: readonly (Buffer | string)[]): Buffer {
  const whole = Buffer.concat(content.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part)));
  return Buffer.concat([Buffer.from([tag]), lengthOf(whole.length), whole]);
}

export function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.alloc(5);
  bytes[0] = 0x84;
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

export const octets = (text: string | Buffer): Buffer => element(0x04, text);
export const integer = (value: number, tag = 0x02): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return element(tag, bytes);
};
export const message = (id: number, ...parts: readonly Buffer[]): Buffer => element(0x30, integer(id), ...parts);

export const result = (operation: number, code = 0, says = ''): Buffer => element(operation, integer(code, 0x0a), octets(''), octets(says));
export const control = (type: string, value: Buffer): Buffer => element(0x30, octets(type), octets(value));
export const controls = (...each: readonly Buffer[]): Buffer => element(0xa0, ...each);

export const bound = (id: number): Buffer => message(id, result(0x61));
export const done = (id: number, code = 0): Buffer => message(id, result(0x65, code));
export const donePage = (id: number, cookie: string): Buffer => message(id, result(0x65), controls(pagedControl(cookie)));
export const pagedControl = (cookie: string): Buffer => control('1.2.840.113556.1.4.319', element(0x30, integer(0), octets(cookie)));

export const entry = (id: number, dn: string | Buffer, values: Readonly<Record<string, readonly (string | Buffer)[]>>): Buffer =>
  message(
    id,
    element(0x64, octets(dn), element(0x30, ...Object.entries(values).map(([name, each]) => element(0x30, octets(name), element(0x31, ...each.map(octets)))))),
  );
