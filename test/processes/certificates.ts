// Certificates for tests: made on the spot, for any names and any time.
// Called by the tests that start processes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { issueServer, type Pair } from '#certificate/issue.ts';

const dayMilliseconds = 86_400_000;

/** `from` and `until` in days from now. */
export const madeFor = (names: readonly string[], { from = -1, until = 30 } = {}): Promise<Pair> =>
  issueServer(names, { from: Date.now() + from * dayMilliseconds, until: Date.now() + until * dayMilliseconds });

export function writePair(folder: string, pair: Pair): { readonly cert: string; readonly key: string } {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  writeFileSync(files.key, pair.key);
  writeFileSync(files.cert, pair.cert);
  return files;
}
