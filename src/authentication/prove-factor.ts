// Proves a second factor by a code: of an authenticator app, or a recovery code. Guesses are counted per user and network, apart from those at his password,
// so that no right password wipes them out (rule 29). Called by the flow's step and by somebody who is signed in. Does not know what follows.
import type { Door } from '#actor.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { advanceFactor, factorsOf, spendRecoveryCode } from '#factors/queries.ts';
import { recoveryHashOf } from '#factors/recovery-codes.ts';
import { stepOf } from '#factors/totp.ts';
import { unseal } from '#sealing.ts';
import type { AttemptKey, World } from '#world.ts';
import { attemptUser } from './attempts.ts';
import { waitOf } from './authenticate.ts';
import { noteEvent } from './events.ts';
import type { ShownFactor } from './flow.ts';
import type { CredentialRow } from './queries.ts';

export type Whose = Pick<CredentialRow, 'no' | 'id' | 'domain' | 'user_name'>;
export type Where = { readonly network: string; readonly door: Door /** From a browser of his. */; readonly known: boolean };

/** Where an app's secret lies: sealed text that is moved elsewhere does not open. */
export const sealedFor = (factorId: string) => ({ use: 'factor secrets', place: factorId }) as const;

const nothing = async () => null;
/** `otherwise` = what else a code may be, where it is shown. */
type Shown = Where & { readonly code: string; readonly otherwise?: () => Promise<ShownFactor | null> };

/** Throws unless the code is right; then it is used, and good for nothing more. */
export async function proveCode(world: World, user: Whose, { code, otherwise = nothing, ...where }: Shown): Promise<ShownFactor> {
  return guarded(world, user, where, async () => (await byApp(world, user, code)) ?? (await byRecoveryCode(world, user, code)) ?? otherwise());
}

/** A try at a second factor: refused early when there were too many; what gives null counts as a failure. */
export async function guarded<T>(world: World, user: Whose, where: Where, prove: () => Promise<T | null>): Promise<T> {
  const key = keyOf(world, user, where);
  const event = { at: world.now(), userNo: user.no, network: where.network, door: where.door };
  const seconds = world.throttle.waitSeconds(key, world.now());
  if (seconds > 0) {
    await noteEvent(world, { ...event, outcome: 'throttled' });
    throw new Refusal('signin.throttled', { wait: waitOf(seconds), seconds });
  }
  const proved = await prove().catch((fault: unknown) => {
    world.throttle.failed(key, world.now());
    throw fault;
  });
  if (proved !== null) {
    world.throttle.succeeded(key);
    return proved;
  }
  world.throttle.failed(key, world.now());
  await noteEvent(world, { ...event, outcome: 'failed' });
  throw new Refusal('factor.refused', {}, [{ field: 'code' }]);
}

/** A name holds no line feed, so this is nobody's. */
const keyOf = ({ salt }: World, { id, domain, user_name }: Whose, { network, known }: Where): AttemptKey => ({
  user: attemptUser(salt, domain, `${user_name}\nsecond factor`),
  network,
  known,
  userId: id,
});

async function byApp(world: World, user: Whose, code: string): Promise<ShownFactor | null> {
  for (const app of (await factorsOf(world.db.read, user.no)).filter(({ kind }) => kind === 'totp')) {
    const counter = await stepOf(code, { secret: unseal(world, app.secret, sealedFor(app.id)), after: app.counter, now: world.now() });
    if (counter === null) continue;
    return (await world.db.write((tx) => advanceFactor(tx, { no: app.no, counter, now: world.now() }))) ? 'totp' : null;
  }
  return null;
}

async function byRecoveryCode(world: World, user: Whose, code: string): Promise<ShownFactor | null> {
  const hash = recoveryHashOf(world, user.id, code);
  if (hash === null) return null;
  return (await world.db.write((tx: Tx) => spendRecoveryCode(tx, { userNo: user.no, hash, now: world.now() }))) ? 'recovery' : null;
}
