// What an inverse is: the operations that take an entry back, and the fields that somebody has changed since, which stay.
// Filled by inverses/, used by undo-entry.ts. Types, and the few words all of them share.

import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import type { Model } from '#permissions/model.ts';
import { type Said, type Sentence, say } from '#sentences/sentence.ts';

export type Image = { readonly kind: string; readonly id: string; readonly name: string; readonly before: unknown; readonly after: unknown };
export type Entry = { readonly number: number; readonly operation: string; readonly images: readonly Image[] };
/** Where inverses read what is there now. */
export type Standing = { readonly db: Db | Tx; readonly model: Model; readonly now: number };

type Input = Readonly<Record<string, unknown>>;
/** One operation. An input that needs what an earlier step made gets all answers so far. */
export type Step = { readonly operation: string; readonly input: Input | ((made: readonly unknown[]) => Input) };
export type Inverse = {
  readonly steps: readonly Step[];
  /** What is put back, in words. */
  readonly changes: readonly Sentence[];
  /** What is not, since it changed meanwhile: with both values. */
  readonly conflicts: readonly Sentence[];
};
/** Throws `undo.not` when there is no way back. */
export type Inverting = (standing: Standing, entry: Entry) => Promise<Inverse>;

export const cannot = (says: Sentence): never => {
  throw new Refusal('undo.not', { says });
};

/** Images are written by us alone, in the shape of the contract: what a field holds is still looked at before it is used. */
export const fieldsOf = (image: unknown): Readonly<Record<string, unknown>> =>
  typeof image === 'object' && image !== null && !Array.isArray(image) ? (image as Readonly<Record<string, unknown>>) : {};

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** A value as a sentence has it. */
export function quoted(value: unknown): Sentence {
  if (value === '' || value === undefined || value === null || value === 0) return say('undo.nothing');
  return say('undo.quoted', { text: Array.isArray(value) ? value.join(', ') : String(value) });
}

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? '') === JSON.stringify(other ?? '');

type Values = { readonly was: unknown; readonly set: unknown; readonly now: unknown };

export const conflictOf = (what: Said, { was, set, now }: Values): Sentence =>
  say('undo.changed', { what, was: quoted(was), set: quoted(set), now: quoted(now) });

export const momentOf = (at: number): Sentence =>
  at === 0 ? say('undo.for-good') : say('undo.until', { moment: `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC` });

/** Several inverses as one. */
export const joined = (parts: readonly Inverse[]): Inverse => ({
  steps: parts.flatMap(({ steps }) => steps),
  changes: parts.flatMap(({ changes }) => changes),
  conflicts: parts.flatMap(({ conflicts }) => conflicts),
});
