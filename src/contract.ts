// What an operation is, as data: the one description that the server, the browser, the OpenAPI document, the docs and the command line all read.
// Every room's contract.ts may import it, and nothing else of the house.
// It does not know how an operation is carried out, nor who may ask for it beyond the name of a permission.
import { type Static, type TObject, type TSchema, Type } from 'typebox';

/** Who may ask: a node of the permission tree, the user himself, anyone at all, or only the machine that Reeve runs on. */
export type Needs = `/permission${string}` | 'self' | 'anyone' | 'host';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** The thing an operation works on; `field` names the input field that holds its id. `acts` marks *acting on* (rule 16): refused on somebody who holds more. */
export type Target = {
  readonly kind: 'user' | 'role' | 'group';
  readonly field: string;
  readonly acts?: boolean;
};

export type Operation<I extends TObject = TObject, O extends TSchema = TSchema> = {
  /** `room.verb`, stable for ever: it stands in the journal. */
  readonly name: string;
  readonly method: Method;
  /** Changes nothing although it is no GET: its question goes in the body. */
  readonly reads?: boolean;
  /** Tells what is the caller's own, and nobody's else: not shown to whoever views as him. */
  readonly personal?: boolean;
  /** Asks whoever is signed in with a browser for a fresh proof of who he is (step-up, proof/): refused with `proof.needed` otherwise. */
  readonly dangerous?: boolean;
  /** Below `/api`; `{id}` takes the input field of that name. Other fields come from the query (GET, DELETE) or the JSON body. */
  readonly path: string;
  /** One plain sentence; also the command line's help. */
  readonly summary: string;
  readonly needs: Needs;
  /** Takes no right by itself, and yet is administration, as whatever takes one is: what the console asks for is asked of it, too. */
  readonly administers?: boolean;
  readonly target?: Target;
  readonly input: I;
  readonly output: O;
  /** Input and output fields that never reach a log, the journal or an error. */
  readonly secret?: readonly string[];
  /** The output is a `FileText`, sent over HTTP as a file of this type. */
  readonly download?: 'text/csv';
  /** Refusal codes a caller should be ready for, besides those every operation can give. */
  readonly refusals?: readonly string[];
};

// biome-ignore lint/suspicious/noExplicitAny: the one place where operations of any shape meet; `unknown` is not assignable both ways.
export type AnyOperation = Operation<any, any>;
export type InputOf<T extends AnyOperation> = Static<T['input']>;
export type OutputOf<T extends AnyOperation> = Static<T['output']>;

/** Declares an operation and keeps the exact types of its schemas. A dangerous one may always ask for a proof. */
export function operation<I extends TObject, O extends TSchema>(described: Operation<I, O>): Operation<I, O> {
  return described.dangerous ? { ...described, refusals: [...new Set([...(described.refusals ?? []), 'proof.needed'])] } : described;
}

/** Whether somebody may ask this who sees what another sees: it changes nothing, and shows no secret and nothing that is the other's alone. */
export const isForViewers = ({ method, reads = false, personal = false, secret = [] }: AnyOperation): boolean =>
  (method === 'GET' || reads) && !personal && secret.length === 0;

// ── The few shapes that every room uses ──

/** A closed object: unknown fields are refused by name, never ignored. */
export const closed = <P extends Record<string, TSchema>>(properties: P, options: Record<string, unknown> = {}) =>
  Type.Object(properties, { additionalProperties: false, ...options });

/** A UUIDv7 (RFC 9562 §5.7). Never reused. */
export const Id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$', description: 'UUIDv7' });

/** A moment, in milliseconds since 1970-01-01T00:00Z. */
export const Moment = Type.Integer({ minimum: 0, maximum: 8_640_000_000_000_000, description: 'milliseconds since 1970-01-01T00:00Z' });

/** A moment, or 0 for "never" or "not set". */
export const MomentOrNever = Type.Integer({
  minimum: 0,
  maximum: 8_640_000_000_000_000,
  default: 0,
  description: 'milliseconds since 1970-01-01T00:00Z; 0 = none',
});

/** The version a caller has seen (`If-Match`); a change of anything newer is refused. */
export const Version = Type.Integer({ minimum: 1, description: 'the version you have seen; also taken from If-Match' });

/** An opaque place in a list. */
export const Cursor = Type.String({ maxLength: 4096, description: 'opaque; from `next` of the page before' });

export const oneOf = <const V extends readonly string[]>(values: V, options: Record<string, unknown> = {}) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values], ...options });

/** Text for people: no control characters, trimmed by the form, not by us. */
export const text = (max: number, options: Record<string, unknown> = {}) =>
  Type.String({ maxLength: max, pattern: '^[^\\u0000-\\u001f\\u007f]*$', ...options });

/** A page of a list. `next` is absent on the last page. `complete: false` = the search was cut short; go on from `next`. */
export const pageOf = <T extends TSchema>(item: T) => closed({ items: Type.Array(item), next: Type.Optional(Cursor), complete: Type.Boolean() });

export const pageSizeMax = 200;
export const Limit = Type.Integer({ minimum: 1, maximum: pageSizeMax, default: 50 });

/** A file to be saved. */
export const FileText = closed({ name: Type.String(), text: Type.String() });
export type FileText = Static<typeof FileText>;

/** The same, for what is too long to be held: made while it is sent. */
export const FileParts = closed({
  name: Type.String(),
  type: oneOf(['text/csv', 'application/json']),
  parts: Type.Unsafe<AsyncIterable<string>>({ type: 'string' }),
});
export type FileParts = Static<typeof FileParts>;

/** The answer of an operation that has nothing to tell. */
export const Nothing = closed({});
