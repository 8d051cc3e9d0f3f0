// Puts a user's own password in place of the one before: judged, hashed, changed, journaled without it; everything else he is signed in with ends.
// Called by flow.ts and actions.ts, which have proved who he is. Does not know how.
import type { Door } from '#actor.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { gate } from '#gate/gate.ts';
import { type Change, change } from '#journal/change.ts';
import { refuseUsed } from '#passwords/history.ts';
import { checkPassword, type PasswordOwner } from '#passwords/policy.ts';
import { keepHash } from '#passwords/queries.ts';
import { endOfPassword, type Rule, ruleFor } from '#passwords/rule.ts';
import { type Ended, endOthers } from '#sessions/end-all.ts';
import { storeByNo } from '#stores/queries.ts';
import { objectOfUser } from '#stores/writing/intent.ts';
import { throughStore } from '#stores/writing/through.ts';
import type { Whom, Writer } from '#user-store.ts';
import { writeCredential } from '#users/queries.ts';
import type { World } from '#world.ts';
import { factsOf } from './authenticate.ts';
import { isWithoutPassword } from './proved-anew.ts';
import { type CredentialRow, insertEvent, raiseEpoch, readCredential, readEntry, replacePassword } from './queries.ts';

export const ruleOf = (world: World, { id, store_id }: Pick<CredentialRow, 'id' | 'store_id'>): Promise<Rule> => ruleFor(world, { store: store_id, user: id });
export const passwordOwner = (user: CredentialRow): PasswordOwner => ({ userName: user.user_name, mail: user.mail, shownName: user.shown_name });

/** The rule for somebody who is signed in, and when his password must be changed; 0 = never. */
export async function ownRule(world: World, userNo: number): Promise<{ readonly rule: Rule; readonly endsAt: number; readonly hasPassword: boolean }> {
  const user = await readCredential(world.db.read, userNo);
  if (!user) throw new Refusal('auth.required');
  const rule = await ruleOf(world, user);
  const hasPassword = !isWithoutPassword(user);
  return { rule, endsAt: user.store_kind === 'primary' && hasPassword ? endOfPassword(rule, user.credential_at ?? 0) : 0, hasPassword };
}

export type Changing = {
  readonly user: CredentialRow;
  /** Shown again for a store that judges it itself; PRIMARY has its proof already. Null = a link has proved him, and the store is told the new one alone. */
  readonly current: string | null;
  readonly password: string;
  /** The session that goes on; '' = none. */
  readonly session: string;
  readonly right: string;
  readonly door: Door;
  readonly network?: string;
  /** Run first inside the change; throws when the proof does not hold any more. */
  readonly admit: (tx: Tx, now: number) => Promise<void>;
  readonly once?: Once;
  /** What the journal calls it, where it is no change of one who is signed in. */
  readonly operation?: string;
};
/**
 * A proof that is good once. Where a store keeps the password it is taken before the store is asked, which may be seconds: what ends it meanwhile comes too late, instead of leaving a
 * password there that nobody stands for. Given back when the store has not done it; what is not known to be done keeps everybody else from writing until it is.
 */
export type Once = { take(tx: Tx, now: number): Promise<void>; giveBack(tx: Tx): Promise<void> };
export type Changed = { readonly ended: Ended; readonly epoch: number };

export async function changePassword(world: World, changing: Changing): Promise<Changed> {
  const { user, password } = changing;
  const rule = await ruleOf(world, user);
  checkPassword(password, passwordOwner(user), rule);
  if (user.store_kind !== 'primary') return changeThere(world, changing);
  await refuseUsed(world, { userNo: user.no, password, rule });
  return changeHere(world, changing, rule);
}

async function changeHere(world: World, changing: Changing, { historyLength: keep }: Rule): Promise<Changed> {
  const { user } = changing;
  const passwordHash = await world.hashing.hash(changing.password);
  return inHisName(world, changing, async (open) => {
    await changing.once?.take(open.tx, open.now);
    await admitted(open, changing);
    await keepHash(open.tx, user.no, { keep });
    const replaced = await writeOwn(open, user, passwordHash);
    if (replaced !== 1) throw new Refusal('auth.required');
    return endOthersOf(open, changing);
  });
}

/** Whoever came by an account elsewhere has none yet; that nobody gave him one meanwhile, his epoch says. The number of rows written: 0 or 1. */
async function writeOwn({ tx, now }: Change, { no, password_hash: was }: CredentialRow, passwordHash: string): Promise<number> {
  if (was !== null) return replacePassword(tx, { no, was, passwordHash, now });
  await writeCredential(tx, no, { password_hash: passwordHash, changed_at: now, must_change: 0, temporary_until: 0 });
  return 1;
}

async function changeThere(world: World, changing: Changing): Promise<Changed> {
  try {
    return await askStore(world, changing);
  } catch (fault) {
    await world.db.write(async (tx) => changing.once?.giveBack(tx)).catch((err: unknown) => world.log.warn({ err }, 'a proof could not be given back'));
    throw fault;
  }
}

/** The store judges it by its own policy, and keeps it. His epoch is that of the proof: what ends him before the store is asked ends this, too. */
async function askStore(world: World, changing: Changing): Promise<Changed> {
  const { user, current, password, once } = changing;
  const store = await storeByNo(world.db.read, user.store_no);
  if (!store) throw new Refusal('store.missing', { domain: user.domain });
  const write = <T>(body: (open: Change) => Promise<T>) => inHisName(world, changing, body);
  return throughStore<Change, void, Changed>(
    { world, change: write, aside: write },
    {
      store,
      secrets: current === null ? [password] : [current, password],
      async judge({ tx, now }) {
        await once?.take(tx, now);
        await refuseChangedMeanwhile(tx, user, now);
        const entry = await readEntry(tx, user.no);
        const name = `${user.domain}/${user.user_name}`;
        if (entry?.gone_at !== 0) throw new Refusal('store.gone', { name, domain: user.domain });
        const whom = { key: entry.key, address: entry.address, name: user.user_name };
        const intent = { what: 'password', object: objectOfUser(user.id), userId: user.id, whom, name, says: 'password' } as const;
        return [{ intent, ask: (writer) => tell(writer, whom, { current, next: password }) }];
      },
      async take(open, answers) {
        if (answers.length > 0) await admitted(open, changing);
        return endOthersOf(open, changing);
      },
    },
  );
}

const tell = (writer: Writer, whom: Whom, { current, next }: { readonly current: string | null; readonly next: string }): Promise<void> =>
  current === null ? writer.setPassword(whom, next, { mustChange: false }) : writer.changePassword(whom, { current, next });

async function inHisName<T>(world: World, { user, right, door, operation = 'me.change-password' }: Changing, body: (open: Change) => Promise<T>): Promise<T> {
  const header = { actorKind: 'user', actorId: user.id, right, door, operation, reason: '' };
  const committed = await change(world.db, world.now(), header, body);
  await world.changes.committed(committed);
  return committed.value;
}

async function admitted({ tx, now }: Change, { admit, user }: Changing): Promise<void> {
  await admit(tx, now);
  await refuseChangedMeanwhile(tx, user, now);
}

async function endOthersOf({ tx, now, record }: Change, { user, session, door, network = '' }: Changing): Promise<Changed> {
  const { epoch, version } = await raiseEpoch(tx, { no: user.no, now });
  const ended = await endOthers(tx, { userNo: user.no, session, epoch: epoch - 1, now });
  await insertEvent(tx, { at: now, outcome: 'password-changed', userNo: user.no, network, door });
  record({
    kind: 'user',
    id: user.id,
    name: `${user.domain}/${user.user_name}`,
    before: { password: 'as before', version: version - 1 },
    after: { password: 'changed', version },
  });
  return { ended, epoch };
}

/** The gate again, on the row: what was locked or ended while the password was hashed stays shut. */
async function refuseChangedMeanwhile(tx: Tx, user: CredentialRow, now: number) {
  const fresh = await readCredential(tx, user.no);
  if (!fresh) throw new Refusal('auth.required');
  const shut = gate(factsOf(fresh), { epoch: user.revocation_epoch, now });
  if (shut) throw shut;
}
