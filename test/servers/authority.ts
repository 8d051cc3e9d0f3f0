// A certificate authority of the tests' own, and what it issues: for any name or address, for any time.
// Called by the servers that speak TLS. Nothing of it lies on the disk unless its caller writes it there.
import { randomInt } from 'node:crypto';
import { issueAuthority, issueServer, type Pair } from '#certificate/issue.ts';

const dayMilliseconds = 86_400_000;

export type { Pair };
export type Authority = {
  /** PEM: what a client must trust. */
  readonly cert: string;
  /** `from` and `until` in days from now. */
  issue(names: readonly string[], days?: { readonly from?: number; readonly until?: number }): Promise<Pair>;
};

/** Each has a name of its own: two of one name with two keys are one to nobody. */
export async function makeAuthority(name = `Authority of the tests ${randomInt(1e9)}`): Promise<Authority> {
  const own = await issueAuthority(name, lasting(-60, 60));
  return { cert: own.cert, issue: (names, { from = -1, until = 30 } = {}) => issueServer(names, lasting(from, until), own) };
}

const lasting = (from: number, until: number) => ({ from: Date.now() + from * dayMilliseconds, until: Date.now() + until * dayMilliseconds });
