// The chain: what is hashed, and how, so that any edit, removal or reordering of entries shows (rule 20).
// Called by change.ts, which writes, and verify.ts, which reads. Pure; knows no database.
import { hash } from 'node:crypto';

/** What an entry says, in the order it is hashed. `digests` is the JSON array of its images' digests. */
export type Entry = {
  readonly number: number;
  readonly at: number;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly right_used: string;
  readonly door: string;
  readonly operation: string;
  readonly reason: string;
  readonly digests: string;
};
/** What one object looked like before and after, as JSON texts ('' = was not, or is no more). */
export type StoredImage = {
  readonly kind: string;
  readonly object_id: string;
  readonly name: string;
  readonly before: string;
  readonly after: string;
  readonly salt: string;
};

const sha256 = (text: string) => hash('sha256', text);

/** Salted, so that an erased image cannot be guessed back from its digest. A JSON array keeps the parts apart. */
export const digestOf = ({ salt, kind, object_id, name, before, after }: StoredImage): string =>
  sha256(JSON.stringify([salt, kind, object_id, name, before, after]));

/** The hash of an entry covers the hash before it. */
export const hashOf = (previous: string, entry: Entry): string =>
  sha256(
    JSON.stringify([
      previous,
      entry.number,
      entry.at,
      entry.actor_kind,
      entry.actor_id,
      entry.right_used,
      entry.door,
      entry.operation,
      entry.reason,
      entry.digests,
    ]),
  );
