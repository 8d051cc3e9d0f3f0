// Passwords that were: not to be used again, if the rule says so. They are kept as the hashes they were.
// Called by whoever sets a password, before the change, which hashes nothing.
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { hashesOf } from './queries.ts';
import type { Rule } from './rule.ts';

type Choosing = { readonly userNo: number; readonly password: string; readonly rule: Pick<Rule, 'historyLength'> };

/** Throws `password.rejected`. The one in force is the first of the last so many. */
export async function refuseUsed({ db, hashing }: Pick<World, 'db' | 'hashing'>, { userNo, password, rule: { historyLength } }: Choosing): Promise<void> {
  if (historyLength === 0) return;
  for (const hash of await hashesOf(db.read, userNo, historyLength))
    if (await hashing.verify(hash, password))
      throw new Refusal('password.rejected', { says: say('password.used', { count: historyLength }) }, [{ field: 'password' }]);
}
