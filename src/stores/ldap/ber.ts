// Reads BER (X.690) as LDAP uses it (RFC 4511 §5.1): definite lengths, and nothing that reaches beyond what holds it.
// Called by framing.ts and response.ts. Everything that comes from a directory passes here, and it may be hostile: whatever is not as it must be
// throws Malformed at once, every step moves on, and nothing is copied. That is why ldapts reads none of it (decisions/018).

export class Malformed extends Error {
  override readonly name = 'Malformed';
}

export const tag = { boolean: 0x01, integer: 0x02, octets: 0x04, enumerated: 0x0a, sequence: 0x30, set: 0x31 } as const;

/** Length octets that are read at most: 4 carry more than any message may have. */
const lengthOctetsMax = 4;

export type Head = { readonly tag: number; readonly headBytes: number; readonly contentBytes: number };

/** The tag and length of what begins at `at`; null = not all of it is here yet. */
export function headOf(bytes: Buffer, at = 0): Head | null {
  const first = bytes[at];
  const length = bytes[at + 1];
  if (first === undefined || length === undefined) return null;
  if ((first & 0x1f) === 0x1f) throw new Malformed('a tag of more than one octet');
  if (length < 0x80) return { tag: first, headBytes: 2, contentBytes: length };
  const octets = length & 0x7f;
  if (octets === 0 || octets > lengthOctetsMax) throw new Malformed('a length that LDAP does not use');
  if (bytes.length < at + 2 + octets) return null;
  return { tag: first, headBytes: 2 + octets, contentBytes: bytes.readUIntBE(at + 2, octets) };
}

/** Steps through what lies side by side in one constructed element. */
export class BerReader {
  readonly #content: Buffer;
  #at = 0;

  constructor(content: Buffer) {
    this.#content = content;
  }

  get done(): boolean {
    return this.#at === this.#content.length;
  }

  /** The next tag; 0 at the end, which is no tag of LDAP. */
  get next(): number {
    return this.#content[this.#at] ?? 0;
  }

  /** The content of the next element, which must have this tag. */
  take(expected: number): Buffer {
    if (this.next !== expected) throw new Malformed(`0x${this.next.toString(16)} where 0x${expected.toString(16)} must be`);
    return this.skip();
  }

  /** The content of the next element, whatever it is. */
  skip(): Buffer {
    const head = headOf(this.#content, this.#at);
    const from = this.#at + (head?.headBytes ?? 0);
    const end = from + (head?.contentBytes ?? 0);
    if (!head || end > this.#content.length) throw new Malformed('an element longer than what holds it');
    this.#at = end;
    return this.#content.subarray(from, end);
  }

  inside(expected: number): BerReader {
    return new BerReader(this.take(expected));
  }

  integer(expected: number = tag.integer): number {
    const content = this.take(expected);
    if (content.length < 1 || content.length > 4) throw new Malformed('a number of no length or of more than four octets');
    return content.readIntBE(0, content.length);
  }
}
