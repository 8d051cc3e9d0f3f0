// What a directory answers (RFC 4511 §4), read strictly from one message.
// Called by connection.ts. Values stay the bytes they are, and are stepped through only when somebody wants them.
import { type Sentence, say } from '#sentences/sentence.ts';
import { BerReader, headOf, Malformed, tag } from './ber.ts';

export type Control = { readonly type: string; readonly value: Buffer };
export type Result = {
  readonly code: number;
  /** The server's own words. */
  readonly says: string;
  readonly referrals: readonly string[];
  readonly controls: readonly Control[];
};
/** An entry found. Names of attributes in small letters, without options but `;range`. */
export type Entry = { readonly dn: Buffer; readonly attributes: ReadonlyMap<string, Values> };
/** An entry that is more than is taken: whose it is, and in words what is too much. */
export type Oversized = { readonly kind: 'oversized'; readonly dn: Buffer; readonly says: Sentence };
export type Response =
  | { readonly kind: 'entry'; readonly entry: Entry }
  | Oversized
  | { readonly kind: 'reference'; readonly urls: readonly string[] }
  | { readonly kind: 'result'; readonly operation: number; readonly result: Result }
  | { readonly kind: 'intermediate' };

/** APPLICATION tags of RFC 4511, appendix B. */
export const operation = {
  bind: 0x61,
  entry: 0x64,
  done: 0x65,
  modify: 0x67,
  add: 0x69,
  delete: 0x6b,
  rename: 0x6d,
  reference: 0x73,
  extended: 0x78,
  intermediate: 0x79,
} as const;
const results: readonly number[] = [operation.bind, operation.done, operation.modify, operation.add, operation.delete, operation.rename, operation.extended];

const context = { controls: 0xa0, referral: 0xa3 } as const;
const attributesMax = 1_000;
const controlsMax = 20;
const urlsMax = 100;
const saysBytesMax = 2_000;

/** The values of one attribute. */
export class Values implements Iterable<Buffer> {
  readonly #set: Buffer;

  constructor(set: Buffer) {
    this.#set = set;
  }

  *[Symbol.iterator](): Generator<Buffer> {
    const reader = new BerReader(this.#set);
    while (!reader.done) yield reader.take(tag.octets);
  }
}

export function readResponse(message: Buffer): Response {
  const whole = new BerReader(message);
  const parts = whole.inside(tag.sequence);
  parts.integer();
  const kind = parts.next;
  const content = parts.skip();
  const controls = parts.next === context.controls ? controlsIn(parts.inside(context.controls)) : [];
  if (kind === operation.entry) return entryIn(new BerReader(content));
  if (kind === operation.reference) return { kind: 'reference', urls: textsIn(new BerReader(content), urlsMax) };
  if (kind === operation.intermediate) return { kind: 'intermediate' };
  if (!results.includes(kind)) throw new Malformed(`an answer of an unknown kind, 0x${kind.toString(16)}`);
  return { kind: 'result', operation: kind, result: resultIn(new BerReader(content), controls) };
}

/** The DN of an entry whose message was cut off; nothing where even that is missing. */
export function dnInBeginning(message: Buffer): Buffer {
  try {
    const id = message.subarray(headBytesOf(message));
    const entry = id.subarray(headBytesOf(id) + (headOf(id)?.contentBytes ?? 0));
    return new BerReader(entry.subarray(headBytesOf(entry))).take(tag.octets);
  } catch {
    return Buffer.alloc(0);
  }
}

const headBytesOf = (bytes: Buffer): number => headOf(bytes)?.headBytes ?? 0;

function entryIn(reader: BerReader): Response {
  const dn = reader.take(tag.octets);
  const list = reader.inside(tag.sequence);
  const attributes = new Map<string, Values>();
  while (!list.done) {
    if (attributes.size === attributesMax) return { kind: 'oversized', dn, says: say('entry.many-attributes', { max: attributesMax }) };
    const attribute = list.inside(tag.sequence);
    const name = attribute.take(tag.octets).toString('latin1').toLowerCase();
    const values = new Values(attribute.take(tag.set));
    if (plainName(name) === name || !attributes.has(plainName(name))) attributes.set(plainName(name), values);
  }
  return { kind: 'entry', entry: { dn, attributes } };
}

/** `cn;lang-de` and `userCertificate;binary` are what their attribute is; `member;range=0-1499` says which part it is. */
const plainName = (name: string): string => (name.includes(';range=') ? name : (name.split(';', 1)[0] ?? name));

function resultIn(reader: BerReader, controls: readonly Control[]): Result {
  const code = reader.integer(tag.enumerated);
  reader.take(tag.octets);
  const says = reader.take(tag.octets).subarray(0, saysBytesMax).toString('utf8');
  const referrals = reader.next === context.referral ? textsIn(reader.inside(context.referral), urlsMax) : [];
  return { code, says, referrals, controls };
}

function textsIn(reader: BerReader, max: number): readonly string[] {
  const texts: string[] = [];
  while (!reader.done) {
    if (texts.length === max) throw new Malformed(`more than ${max} addresses in a referral`);
    texts.push(reader.take(tag.octets).toString('utf8'));
  }
  return texts;
}

function controlsIn(reader: BerReader): readonly Control[] {
  const controls: Control[] = [];
  while (!reader.done) {
    if (controls.length === controlsMax) throw new Malformed(`more than ${controlsMax} controls`);
    const control = reader.inside(tag.sequence);
    const type = control.take(tag.octets).toString('latin1');
    if (control.next === tag.boolean) control.skip();
    controls.push({ type, value: control.done ? Buffer.alloc(0) : control.take(tag.octets) });
  }
  return controls;
}
