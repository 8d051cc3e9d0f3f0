// Certificates for tests: made on the spot, for any names and any time.
// Called by the tests that start processes.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';

const dayMilliseconds = 86_400_000;

/** `from` and `until` in days from now. */
export async function madeFor(names: readonly string[], { from = -1, until = 30 } = {}): Promise<{ readonly cert: string; readonly key: string }> {
  const made = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from * dayMilliseconds),
    notAfterDate: new Date(Date.now() + until * dayMilliseconds),
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) }],
  });
  return { cert: made.cert, key: made.private };
}

export function writePair(folder: string, pair: { readonly cert: string; readonly key: string }): { readonly cert: string; readonly key: string } {
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  writeFileSync(files.key, pair.key);
  writeFileSync(files.cert, pair.cert);
  return files;
}
