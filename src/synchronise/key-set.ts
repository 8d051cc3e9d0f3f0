// A set of very many keys in little memory: 53 bits of each key's digest, sorted. 300,000 keys take 2.4 MB; that two of them share a digest has a chance of one
// in 200,000, and would only let one that vanished be noticed by the next full run.
import { hash } from 'node:crypto';

const firstLength = 1_024;

export type KeySet = { readonly size: number; has(key: string): boolean /** Whether it was given more than once. */; repeats(key: string): boolean };

export async function keySet(pages: AsyncIterable<readonly string[]>): Promise<KeySet> {
  const gathering = new KeyGathering();
  for await (const page of pages) for (const key of page) gathering.add(key);
  return gathering.sorted();
}

/** A set while it grows. */
export class KeyGathering {
  #digests = new Float64Array(firstLength);
  #size = 0;

  add(key: string): void {
    if (this.#size === this.#digests.length) this.#digests = grown(this.#digests);
    this.#digests[this.#size++] = digestOf(key);
  }

  sorted(): KeySet {
    const digests = this.#digests.subarray(0, this.#size).sort();
    return {
      size: this.#size,
      has: (key) => timesOf(digests, digestOf(key)) > 0,
      repeats: (key) => timesOf(digests, digestOf(key)) > 1,
    };
  }
}

function grown(digests: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(digests.length * 2);
  larger.set(digests);
  return larger;
}

function digestOf(key: string): number {
  const bytes = hash('sha256', key, 'buffer');
  return (bytes.readUInt32BE(0) & 0x1f_ffff) * 2 ** 32 + bytes.readUInt32BE(4);
}

/** How often it stands there; more than twice is told as twice. */
function timesOf(sorted: Float64Array, digest: number): number {
  const place = placeOf(sorted, digest);
  if (sorted[place] !== digest) return 0;
  return sorted[place + 1] === digest ? 2 : 1;
}

/** Where it stands, or would stand. */
function placeOf(sorted: Float64Array, wanted: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
