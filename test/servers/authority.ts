// A certificate authority of the tests' own, and what it issues: for any name or address, for any time.
// Called by the servers that speak TLS. Nothing of it lies on the disk unless its caller writes it there.
import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { generate } from 'selfsigned';

const dayMilliseconds = 86_400_000;

export type Pair = { readonly cert: string; readonly key: string };
export type Authority = {
  /** PEM: what a client must trust. */
  readonly cert: string;
  /** `from` and `until` in days from now. */
  issue(names: readonly string[], days?: { readonly from?: number; readonly until?: number }): Promise<Pair>;
};

/** Each has a name of its own: two of one name with two keys are one to nobody. */
export async function makeAuthority(name = `Authority of the tests ${randomInt(1e9)}`): Promise<Authority> {
  const own = await generate([{ name: 'commonName', value: name }], {
    ...lasting(-60, 60),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  return {
    cert: own.cert,
    async issue(names, { from = -1, until = 30 } = {}) {
      const made = await generate([{ name: 'commonName', value: names[0] ?? '' }], {
        ...lasting(from, until),
        ca: { key: own.private, cert: own.cert },
        extensions: [
          { name: 'basicConstraints', cA: false, critical: true },
          { name: 'extKeyUsage', serverAuth: true },
          { name: 'subjectAltName', altNames: names.map((value) => (isIP(value) === 0 ? { type: 2 as const, value } : { type: 7 as const, ip: value })) },
        ],
      });
      return { cert: made.cert, key: made.private };
    },
  };
}

const lasting = (from: number, until: number) => ({
  keyType: 'ec' as const,
  curve: 'P-256' as const,
  algorithm: 'sha256',
  notBeforeDate: new Date(Date.now() + from * dayMilliseconds),
  notAfterDate: new Date(Date.now() + until * dayMilliseconds),
});
