// Set-up: the first administrator, the starter tree and roles, and the fact that shuts the door, in one change. Also the way back for the host (rules 18, 33).
// Called by edges/sign-in, the command line and main.ts. Nobody who signs in may do any of this.
// Does not know who holds a link (see link.ts), nor pages.

import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { type Change, change, type Header } from '#journal/change.ts';
import { type Prepared, prepareName } from '#names/name.ts';
import { checkPassword } from '#passwords/policy.ts';
import { ruleForEverybody } from '#passwords/rule.ts';
import { hasLastAdministrator } from '#permissions/queries.ts';
import { seed } from '#permissions/starter.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { addPerson, findAdminRole, findByName, findPrimary, giveForGood, isSetUp, makeActive, removeOpenLinks, writeDone, writePassword } from './queries.ts';

export type Administrator = { readonly userName: string; readonly password: string };
export type Finished = { readonly userId: string; readonly userNo: number; readonly epoch: number };

/** Run first inside the change; throws if this set-up may not be finished (any more). */
export type Admit = (tx: Tx) => Promise<void>;

const by = 'host:setup';
const headerOf = (operation: string): Header => ({ actorKind: 'host', actorId: by, right: 'host', door: 'setup', operation, reason: '' });

/** The first administrator. Refusals: setup.closed, user.name-invalid, password.rejected. */
export async function finishSetup(world: World, administrator: Administrator, admit: Admit = async () => {}): Promise<Finished> {
  return making(world, administrator, async (open, made) => {
    if (await isSetUp(open.tx)) throw new Refusal('setup.closed');
    await admit(open.tx);
    await removeOpenLinks(open.tx);
    await seed(open.tx, { now: open.now, newId: world.newId });
    await writeDone(open.tx, open.now);
    open.touchModel();
    return makeAdministrator(world, open, made);
  });
}

/** Makes an administrator, or makes him one again who was shut out. Only behind a link that the host has made. */
export async function repairAdministrator(world: World, administrator: Administrator, admit: Admit): Promise<Finished> {
  return making(world, administrator, async (open, made) => {
    await admit(open.tx);
    return makeAdministrator(world, open, made);
  });
}

type Made = { readonly name: Prepared; readonly passwordHash: string };

/** Judges and hashes before the change, which awaits nothing but the database. */
async function making(world: World, { userName, password }: Administrator, body: (open: Change, made: Made) => Promise<Finished>): Promise<Finished> {
  const name = prepareName(userName);
  checkPassword(password, { userName: name.name }, ruleForEverybody(world));
  const passwordHash = await world.hashing.hash(password);
  const committed = await change(world.db, world.now(), headerOf('setup.finish'), async (open) => {
    const finished = await body(open, { name, passwordHash });
    if (!(await hasLastAdministrator(open.tx, open.now))) throw new Refusal('admin.last');
    return finished;
  });
  await world.changes.committed(committed);
  return committed.value;
}

async function makeAdministrator(world: World, open: Change, { name, passwordHash }: Made): Promise<Finished> {
  const { tx, now } = open;
  const [store, role] = [await findPrimary(tx), await findAdminRole(tx)];
  const known = await findByName(tx, { storeNo: store.no, key: name.key });
  if (known && known.kind !== 'person')
    throw new Refusal('user.name-taken', { name: name.name, by: say(known.kind === 'device' ? 'taken.by-device' : 'taken.by-program') });
  const id = known?.id ?? world.newId();
  const no = known?.no ?? (await addPerson(tx, { id, storeNo: store.no, userName: name.name, key: name.key, now }));
  if (known) await makeActive(tx, { no, now });
  await writePassword(tx, { no, passwordHash, now });
  await giveForGood(tx, { no, roleNo: role.no, by, now });
  const before = known ? imageOf(known.user_name, known.version, known.deleted_at === 0) : null;
  const after = { ...imageOf(name.name, (known?.version ?? 0) + 1, true), administrator: true, password: 'changed' };
  open.record({ kind: 'user', id, name: `PRIMARY/${name.name}`, before, after });
  return { userId: id, userNo: no, epoch: known ? known.revocation_epoch + 1 : 0 };
}

const imageOf = (userName: string, version: number, here: boolean) => ({
  domain: 'PRIMARY',
  kind: 'person',
  userName,
  version,
  state: here ? 'active' : 'deleted',
});

export const isSetUpYet = (world: Pick<World, 'db'>): Promise<boolean> => isSetUp(world.db.read);
