// The client of the API: operations made into calls, the caller's own rights, and the caches in front of both.
// Every screen of both apps uses it. It knows no screen and no rule: what may be done is decided by the server.

import { frame } from '../strings/frame.ts';

const say = frame.problem;

/** What went wrong with which input. */
export type FieldFault = { readonly field: string; readonly says: string };

/** An RFC 9457 answer, or the network's silence (`status` 0). */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldFault[];

  constructor(says: string, about: { readonly status: number; readonly code: string; readonly fields?: readonly FieldFault[] }) {
    super(says);
    this.status = about.status;
    this.code = about.code;
    this.fields = about.fields ?? [];
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function fieldsOf(value: unknown): FieldFault[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((each) => ({ field: textOf(each.field), says: textOf(each.says) }));
}

/** Reads a refusal; whatever is not one (a proxy's page, an empty body) still becomes a sentence. */
export function problemFrom(status: number, body: unknown): Problem {
  if (!isRecord(body)) return new Problem(say.unreadable(status), { status, code: 'answer.unreadable' });
  const says = textOf(body.detail) || textOf(body.title) || say.wordless(status);
  return new Problem(says, { status, code: textOf(body.code), fields: fieldsOf(body.fields) });
}

/** Of a change that nobody answered, nobody here knows whether it was done. */
export const silence = (changes: boolean) => new Problem(changes ? say.silentChange : say.silent, { status: 0, code: 'network.silent' });

/** There is no such thing. What cannot be an id is the id of nothing. */
export const isMissing = (thrown: unknown): boolean =>
  thrown instanceof Problem && (thrown.status === 404 || (thrown.status === 400 && thrown.fields.some(({ field }) => field === 'id')));

/** The sentence for people, whatever was thrown. */
export const sentenceOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
