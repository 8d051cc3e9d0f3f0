// What an inverse is: the operations that take an entry back, and the fields that somebody has changed since, which stay.
// Filled by inverses/, used by undo-entry.ts. Types, and the few words all of them share.
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import type { Model } from '#permissions/model.ts';

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
  readonly changes: readonly string[];
  /** What is not, since it changed meanwhile: with both values. */
  readonly conflicts: readonly string[];
};
/** Throws `undo.not` when there is no way back. */
export type Inverting = (standing: Standing, entry: Entry) => Promise<Inverse>;

export const cannot = (says: string): never => {
  throw new Refusal('undo.not', { says });
};

/** Images are written by us alone, in the shape of the contract: what a field holds is still looked at before it is used. */
export const fieldsOf = (image: unknown): Readonly<Record<string, unknown>> =>
  typeof image === 'object' && image !== null && !Array.isArray(image) ? (image as Readonly<Record<string, unknown>>) : {};

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
export const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** A value as a sentence has it. */
export const quoted = (value: unknown): string =>
  value === '' || value === undefined || value === null || value === 0 ? 'nothing' : `“${Array.isArray(value) ? value.join(', ') : String(value)}”`;

export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one ?? '') === JSON.stringify(other ?? '');

export const conflictOf = (what: string, { was, set, now }: { readonly was: unknown; readonly set: unknown; readonly now: unknown }): string =>
  `${what} was changed from ${quoted(was)} to ${quoted(set)}, and is ${quoted(now)} now.`;

export const momentOf = (at: number): string => (at === 0 ? 'for good' : `until ${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`);

/** Several inverses as one. */
export const joined = (parts: readonly Inverse[]): Inverse => ({
  steps: parts.flatMap(({ steps }) => steps),
  changes: parts.flatMap(({ changes }) => changes),
  conflicts: parts.flatMap(({ conflicts }) => conflicts),
});
