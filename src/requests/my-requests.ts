// One's own requests: what one has asked for, asking for a role, withdrawing. Through a token that was narrowed, nothing of it.
import { action, type Call } from '#action.ts';
import { actorId } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { userNamed } from '#roles/queries.ts';
import { isAdministrative } from '#roles/role.ts';
import { whoIs } from '#users/my-profile.ts';
import { findUser, grantsOf } from '#users/queries.ts';
import { ask, imageOf } from './ask.ts';
import { deletionOf } from './deletion.ts';
import { isOpen, nameOf } from './judge.ts';
import { askForRole as asking, myRequests as listing, withdrawRequest as withdrawing } from './my-contract.ts';
import { requestableRoles, requestById, requestsOf, writeDecision } from './queries.ts';
import { shownToAsker } from './shown.ts';

const shownMax = 50;

export const myRequests = action(listing, async (call) => {
  const { world } = call;
  const { id: own, no } = whoIs(call);
  const roles = (await askable(call, no)).map(({ id, name, description }) => ({ id, name, description }));
  const row = await findUser(world.db.read, own);
  const deletion = deletionOf(world, row?.domain === 'PRIMARY' ? 'primary' : '');
  return { items: (await requestsOf(world.db.read, no, shownMax)).map(shownToAsker), roles, deletion };
});

/** Administrative ones never, whatever was set before they became so; nor what he holds for good already. */
async function askable({ world }: Pick<Call, 'world'>, userNo: number) {
  const { model } = world.authorizer;
  const held = new Set((await grantsOf(world.db.read, userNo)).filter(({ until_at, scope }) => until_at === 0 && scope === '').map(({ role_no }) => role_no));
  return (await requestableRoles(world.db.read)).filter(({ no }) => {
    const role = model.roles.get(no);
    return role !== undefined && role.builtIn === '' && !isAdministrative(model, role) && !held.has(no);
  });
}

export const askForRole = action(asking, async (call, { role: id, reason = '', until = 0 }) => {
  const asker = whoIs(call);
  const request = call.world.newId();
  return call.change(async (doing) => {
    const { tx, model, now } = doing;
    const role = (await requestableRoles(tx)).find((one) => one.id === id);
    const known = model.roleById.get(id);
    // One that may not be asked for is as if it were not there.
    if (!role || !known || known.builtIn !== '' || isAdministrative(model, known)) throw new Refusal('role.missing');
    if (until > 0 && until <= now) throw new Refusal('dates.reversed', {}, [{ field: 'until' }]);
    const isHeld = (await grantsOf(tx, asker.no)).some(({ role_no, until_at, scope }) => role_no === role.no && until_at === 0 && scope === '');
    if (isHeld) throw new Refusal('request.held', { role: role.name });
    const { name } = (await userNamed(tx, asker.id)) ?? missing();
    await ask(doing, { id: request, kind: 'role', asker: { ...asker, name }, role, words: reason, until });
    const row = await requestById(tx, request);
    if (!row) throw new Refusal('request.missing');
    return shownToAsker(row);
  });
});

const missing = (): never => {
  throw new Refusal('user.missing');
};

export const withdrawRequest = action(withdrawing, (call, { request }) =>
  call.change(async (doing) => {
    const { id } = whoIs(call);
    const row = await requestById(doing.tx, request);
    if (row?.user_id !== id) throw new Refusal('request.missing');
    if (!isOpen(row)) throw new Refusal('request.decided');
    await writeDecision(doing.tx, row.no, { decided_at: doing.now, decision: 'withdrawn', decided_by: actorId(doing.actor), says: '', given_until: 0 });
    doing.record(imageOf({ id, name: nameOf(row) }, row, { before: { state: 'open' }, after: { state: 'withdrawn' } }));
    return {};
  }),
);
