// A set of very many keys in little memory: 53 bits of each key's digest, sorted. 300,000 keys take 2.4 MB; that two of them share a digest has a chance of one
// in 200,000, and would only let one that vanished be noticed by the next full run.
import { createHash } from 'node:crypto';

const firstLength = 1_024;

export type KeySet = { readonly size: number; has(key: string): boolean };

export async function keySet(pages: AsyncIterable<readonly string[]>): Promise<KeySet> {
  let digests = new Float64Array(firstLength);
  let size = 0;
  for await (const page of pages)
    for (const key of page) {
      if (size === digests.length) digests = grown(digests);
      digests[size++] = digestOf(key);
    }
  const sorted = digests.subarray(0, size).sort();
  return { size, has: (key) => includes(sorted, digestOf(key)) };
}

function grown(digests: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(digests.length * 2);
  larger.set(digests);
  return larger;
}

function digestOf(key: string): number {
  const bytes = createHash('sha256').update(key).digest();
  return (bytes.readUInt32BE(0) & 0x1f_ffff) * 2 ** 32 + bytes.readUInt32BE(4);
}

function includes(sorted: Float64Array, wanted: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted;
}
