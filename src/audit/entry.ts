// An entry of the journal in the shape of the contract, and what differs between its images in words. Pure.
// Called by the files of this room.
import type { JournalEntry } from '#journal/contract.ts';
import type { Links } from '#journal/links.ts';
import type { EntryRow, ImageRow } from '#journal/queries.ts';

export type Beside = { readonly images: readonly ImageRow[]; readonly names: ReadonlyMap<string, string>; readonly links: Links };

const read = (text: string): unknown => (text === '' ? null : JSON.parse(text));

export function entryOf(row: EntryRow, { images, names, links }: Beside): JournalEntry {
  const undone = links.undoneBy.get(row.number);
  return {
    undoes: links.undoes.get(row.number) ?? 0,
    undoneBy: undone ? { number: undone.number, at: undone.at, name: names.get(undone.actorId) ?? undone.actorId } : null,
    job: links.jobs.get(row.number) ?? '',
    number: row.number,
    at: row.at,
    right: row.right_used,
    door: row.door,
    operation: row.operation,
    reason: row.reason,
    hash: row.hash,
    actor: { kind: row.actor_kind, id: row.actor_id, name: names.get(row.actor_id) ?? row.actor_id },
    images: images.map((image) => ({
      kind: image.kind,
      id: image.object_id,
      name: image.name,
      before: read(image.before),
      after: read(image.after),
      erased: image.erased_at > 0,
    })),
  };
}

/** These change with everything and tell nobody anything. */
const dull = new Set(['version', 'changedAt']);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown): string =>
  value === undefined || value === null || value === '' ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** "mail: – → anna@example.org; country: DE → FR". Of what was made or removed, only that. */
export function differencesOf({ before, after, erased }: JournalEntry['images'][number]): string {
  if (erased) return 'erased';
  if (before === null) return 'made';
  if (after === null) return 'removed';
  if (!isRecord(before) || !isRecord(after)) return '';
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !dull.has(name));
  return names
    .flatMap((name) => (textOf(before[name]) === textOf(after[name]) ? [] : [`${name}: ${textOf(before[name])} → ${textOf(after[name])}`]))
    .join('; ');
}
