// One's own second factors, as actions: list, add, take away, new recovery codes, and proving one in this session.
// Read by actions.ts. Whoever changes them shows his password again, and, if he has a factor already, has shown it in this session: a stolen session adds none.
import { type Action, action, type Call } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import {
  addPasskey as addPasskeyOperation,
  beginPasskey as beginPasskeyOperation,
  beginTotp,
  confirmTotp,
  myFactors,
  proveFactor,
  removeMyFactor,
  renewRecoveryCodes,
} from '#factors/contract.ts';
import { isRequired } from '#factors/demand.ts';
import { countRecoveryCodes, type FactorRow, factorById, factorsOf, removeFactor, replaceRecoveryCodes } from '#factors/queries.ts';
import { newRecoveryCodes } from '#factors/recovery-codes.ts';
import { factorImage, shownFactor } from '#factors/shown.ts';
import { addPasskey, beginApp, beginPasskey, confirmApp, ownerOf } from './enrolment.ts';
import { writeFactorOfSession } from './flow-queries.ts';
import { proveCode } from './prove-factor.ts';
import { provedAnew, refuseUnproved } from './proved-anew.ts';
import { mine, sessionOf, whereOf } from './whose-session.ts';

const boundTo = ({ viaId }: UserActor) => ({ purpose: 'add', bound: viaId });

export const myFactorActions: readonly Action[] = [
  action(myFactors, async (call) => {
    if (call.actor.kind !== 'user') throw new Refusal('auth.required');
    const user = await mine(call, call.actor);
    const { read } = call.world.db;
    const items = (await factorsOf(read, user.no)).map(shownFactor);
    return { items, recoveryCodes: await countRecoveryCodes(read, user.no), required: await isRequired(call.world, user) };
  }),
  action(beginTotp, async (call, { name, current }) => {
    const { user, actor } = await provedAnew(call, current);
    return beginApp(call.world, user, { name, begunIn: actor.viaId });
  }),
  action(confirmTotp, async (call, { factor, code }) => {
    const actor = sessionOf(call);
    const user = await mine(call, actor);
    await refuseUnproved(call, actor, user);
    const recoveryCodes = await confirmApp(call.world, user, { factor, code, begunIn: actor.viaId, ...whereOf(actor) }, (body) => call.change(body));
    await writeFactor(call, actor, 'totp');
    return { recoveryCodes };
  }),
  action(beginPasskeyOperation, async (call, { current }) => {
    const { user, actor } = await provedAnew(call, current);
    return beginPasskey(call.world, user, boundTo(actor));
  }),
  action(addPasskeyOperation, async (call, made) => {
    const actor = sessionOf(call);
    const user = await mine(call, actor);
    await refuseUnproved(call, actor, user);
    const added = await addPasskey(call.world, user, { ...made, bound: boundTo(actor) }, (body) => call.change(body));
    await writeFactor(call, actor, 'passkey');
    return added;
  }),
  action(removeMyFactor, async (call, { factor, current }) => {
    const { user } = await provedAnew(call, current);
    const required = await isRequired(call.world, user);
    await call.change(async ({ tx, record }) => {
      const row = await factorById(tx, { id: factor, userNo: user.no });
      if (!row) throw new Refusal('factor.missing');
      const others = (await factorsOf(tx, user.no)).filter(({ id }) => id !== factor);
      if (required && others.length === 0) throw new Refusal('factor.last');
      await removeFactor(tx, row.no);
      if (others.length === 0) await replaceRecoveryCodes(tx, user.no, []);
      record({ ...factorImage(ownerOf(user), row.name), before: { factor: keptOf(row) }, after: null });
    });
    return {};
  }),
  action(renewRecoveryCodes, async (call, { current }) => {
    const { user } = await provedAnew(call, current);
    if (user.has_factor === 0) throw new Refusal('factor.missing');
    const { codes, hashes } = newRecoveryCodes(call.world, user.id);
    await call.change(async ({ tx, record }) => {
      await replaceRecoveryCodes(tx, user.no, hashes);
      record({ ...factorImage(ownerOf(user), 'recovery codes'), before: { recoveryCodes: 'as before' }, after: { recoveryCodes: 'new' } });
    });
    return { recoveryCodes: codes };
  }),
  action(proveFactor, async (call, { code }) => {
    const actor = sessionOf(call);
    const user = await mine(call, actor);
    if (user.has_factor === 0) throw new Refusal('factor.missing');
    await writeFactor(call, actor, await proveCode(call.world, user, { code, ...whereOf(actor) }));
    return {};
  }),
];

const keptOf = ({ id, kind, name }: FactorRow) => ({ id, kind, name });

/** Of this session: what was shown in it, and when. */
async function writeFactor({ world }: Call, { viaId }: UserActor, factor: string): Promise<void> {
  await world.db.write((tx) => writeFactorOfSession(tx, { id: viaId, factor, now: world.now() }));
  world.bearers.forget(viaId);
}
