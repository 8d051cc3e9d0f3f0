// verify: walks the chain from the first entry and finds any edit, removal or reordering before the newest signed head (rule 20).
// Called by audit/ and the command line. Erased images are counted, not taken for tampering.
import { setImmediate as others } from 'node:timers/promises';
import type { Db } from '#db/tables.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { digestOf, hashOf } from './chain.ts';
import { type EntryRow, entriesAfter, headOf, type ImageRow, imagesOf, signatures } from './queries.ts';
import type { HeadKey } from './sign.ts';

const entriesAtOnce = 200;
/** Faults listed; a broken chain has one beginning. */
const faultsMax = 100;

export type Fault = { readonly number: number; readonly says: Sentence };
export type Verdict = { readonly entries: number; readonly erased: number; readonly head: string; readonly sound: boolean; readonly faults: readonly Fault[] };
export type Verifying = { readonly key?: HeadKey; readonly progress?: (done: number, all: number) => void };

export async function verify(db: Db, { key, progress }: Verifying = {}): Promise<Verdict> {
  const head = await headOf(db);
  const faults: Fault[] = [];
  const hashes = new Map((key ? await signatures(db) : []).map((row) => [row.number, row]));
  let previous = { number: 0, hash: '' };
  let erased = 0;
  for (;;) {
    const entries = await entriesAfter(db, previous.number, entriesAtOnce);
    if (entries.length === 0) break;
    const images = Map.groupBy(
      await imagesOf(
        db,
        entries.map(({ number }) => number),
      ),
      ({ number }) => number,
    );
    for (const entry of entries) {
      const own = images.get(entry.number) ?? [];
      erased += own.filter((image) => image.erased_at > 0).length;
      const signed = hashes.get(entry.number);
      faults.push(...faultsOf(entry, own, previous), ...(signed && key ? signatureFaults(key, entry, signed) : []));
      previous = entry;
    }
    if (faults.length > faultsMax) break;
    progress?.(previous.number, head.number);
    // SQLite answers at once: without a pause, a long journal would keep everybody else waiting.
    await others();
  }
  if (faults.length <= faultsMax) faults.push(...headFaults(head, previous), ...cutFaults([...hashes.keys()], previous.number));
  return { entries: previous.number, erased, head: head.hash, sound: faults.length === 0, faults: faults.slice(0, faultsMax) };
}

function faultsOf(entry: EntryRow, images: readonly ImageRow[], previous: { readonly number: number; readonly hash: string }): readonly Fault[] {
  const { number } = entry;
  const faults: Fault[] = [];
  if (number !== previous.number + 1) faults.push({ number, says: say('journal.missing', { from: previous.number + 1, to: number - 1 }) });
  if (entry.hash !== hashOf(previous.hash, entry)) faults.push({ number, says: say('journal.altered') });
  // Written by us as a JSON array of texts; anything else shows as a fault of the hash above.
  const digests = JSON.parse(entry.digests || '[]') as readonly string[];
  if (digests.length !== images.length) faults.push({ number, says: say('journal.images', { there: images.length, written: digests.length }) });
  for (const image of images)
    if (image.erased_at === 0 && digestOf(image) !== digests[image.position])
      faults.push({ number, says: say('journal.image-altered', { image: image.position + 1 }) });
  return faults;
}

function signatureFaults(key: HeadKey, entry: EntryRow, signed: { readonly hash: string; readonly signature: string }): readonly Fault[] {
  if (signed.hash !== entry.hash) return [{ number: entry.number, says: say('journal.rewritten') }];
  return key.verify(entry.number, signed.hash, signed.signature) ? [] : [{ number: entry.number, says: say('journal.other-key') }];
}

function headFaults(head: { readonly number: number; readonly hash: string }, last: { readonly number: number; readonly hash: string }): readonly Fault[] {
  return head.number === last.number && head.hash === last.hash
    ? []
    : [{ number: head.number, says: say('journal.head', { head: head.number, last: last.number }) }];
}

function cutFaults(signed: readonly number[], last: number): readonly Fault[] {
  const newest = Math.max(0, ...signed);
  return newest > last ? [{ number: newest, says: say('journal.cut', { signed: newest, last }) }] : [];
}
