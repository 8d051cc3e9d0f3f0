// Cuts a stream of bytes into LDAP messages (RFC 4511 §4.1.1), whatever pieces it comes in, without ever holding more than one message and one piece.
// Called by connection.ts. A message larger than its question allows is not kept: it runs past, and only its beginning is handed on.
import { BerReader, headOf, Malformed, tag } from './ber.ts';

/** Whole = the message with its head. Otherwise it was larger than allowed, and this is its beginning. */
export type Frame = { readonly id: number; readonly whole: boolean; readonly bytes: Buffer };

/** Tag, length and message number, at their longest. */
const headBytesMax = 12;
/** Of a message that is too large, enough to tell whose entry it was. */
const beginningBytesMax = 4_096;

type Message = { readonly id: number; readonly whole: boolean; left: number; keptBytes: number; readonly kept: Buffer[] };

export class Framing {
  readonly #bytesMaxOf: (id: number) => number;
  /** The first few bytes of a message, too few to know it by. */
  #held: Buffer = Buffer.alloc(0);
  #message: Message | null = null;

  /** `bytesMaxOf` = how large an answer to this question may be. */
  constructor(bytesMaxOf: (id: number) => number) {
    this.#bytesMaxOf = bytesMaxOf;
  }

  /** Nothing of a next message has come yet. */
  get empty(): boolean {
    return this.#message === null && this.#held.length === 0;
  }

  *push(piece: Buffer): Generator<Frame> {
    let rest = this.#held.length > 0 ? Buffer.concat([this.#held, piece]) : piece;
    this.#held = Buffer.alloc(0);
    while (rest.length > 0) {
      this.#message ??= this.#begin(rest);
      const message = this.#message;
      if (!message) {
        this.#held = Buffer.from(rest);
        return;
      }
      const part = rest.subarray(0, message.left);
      rest = rest.subarray(part.length);
      keep(message, part);
      if (message.left > 0) return;
      this.#message = null;
      yield { id: message.id, whole: message.whole, bytes: joined(message.kept) };
    }
  }

  /** Null = too little is here to know. */
  #begin(bytes: Buffer): Message | null {
    const head = headOf(bytes);
    if ((bytes[0] ?? tag.sequence) !== tag.sequence) throw new Malformed('something that is no LDAP message');
    const size = head ? head.headBytes + head.contentBytes : headBytesMax;
    if (!head || bytes.length < Math.min(size, headBytesMax)) return null;
    const id = idIn(bytes.subarray(head.headBytes, size));
    return { id, whole: size <= this.#bytesMaxOf(id), left: size, keptBytes: 0, kept: [] };
  }
}

/** The first element of a message; what follows it may not be here yet. */
function idIn(content: Buffer): number {
  const head = headOf(content);
  const id = new BerReader(content.subarray(0, head ? head.headBytes + head.contentBytes : 0)).integer();
  if (id < 0) throw new Malformed('a negative message number');
  return id;
}

function keep(message: Message, part: Buffer): void {
  message.left -= part.length;
  const kept = message.whole ? part : part.subarray(0, Math.max(0, beginningBytesMax - message.keptBytes));
  if (kept.length === 0) return;
  message.kept.push(kept);
  message.keptBytes += kept.length;
}

/** Most messages come in one piece, which is not copied. */
const joined = (pieces: readonly Buffer[]): Buffer => (pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces));
