// API tokens: made, shown once, narrowed, always with an end (rule 26). A token belongs to its user for ever: nothing here moves one (CVE-2024-37905).
// Called by actions.ts. Does not know how a token is presented.

import { type Action, action, type Call } from '#action.ts';
import { actorId } from '#actor.ts';
import type { Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { coveredBy, nodesGiven } from '#permissions/contain.ts';
import { heldBy } from '#permissions/decide.ts';
import { refuseLacking } from '#proof/requirement.ts';
import { say } from '#sentences/sentence.ts';
import { narrowedOf } from './bearers.ts';
import { addMyToken, addToken, endMyToken, endToken, myTokens, type Token, tokensOfUser } from './contract.ts';
import { countTokens, epochOf, insertToken, qualifiedNameOf, takeToken, tokensOf } from './queries.ts';
import { newToken } from './session.ts';
import { noOf, refuseNarrowed, userOf, userRow } from './whose.ts';

const dayMilliseconds = 86_400_000;
const daysByDefault = 90;
const tokensOfUserMax = 200;

type Row = Awaited<ReturnType<typeof tokensOf>>[number];
const shown = (row: Row): Token => ({
  id: row.id,
  name: row.name,
  permissions: [...(narrowedOf(row.permissions) ?? [])],
  createdAt: row.created_at,
  createdBy: row.created_by,
  endsAt: row.ends_at,
  lastUsedAt: row.last_used_at,
});
const listed = async ({ world, now }: Call, userNo: number) => ({ items: (await tokensOf(world.db.read, { userNo, now })).map(shown) });

type Wanted = { readonly name: string; readonly permissions?: readonly string[]; readonly endsAt?: number };
type Owner = { readonly no: number; readonly id: string };

async function make(call: Call, owner: Owner, { name, permissions = [], endsAt }: Wanted) {
  const { world, actor, now } = call;
  const wanted = [...new Set(permissions)];
  refuseWider(call, wanted);
  const ends = await endOf(call, endsAt);
  const id = world.newId();
  const { text, secretHash } = newToken('token', id, world.random);
  const token: Token = { id, name, permissions: wanted, createdAt: now, createdBy: actorId(actor), endsAt: ends, lastUsedAt: 0 };
  await call.change(async ({ tx, record }) => {
    if ((await countTokens(tx, { userNo: owner.no, now })) >= tokensOfUserMax) throw new Refusal('token.too-many', { max: tokensOfUserMax });
    await insertToken(tx, {
      id,
      user_no: owner.no,
      secret_hash: secretHash,
      epoch: await epochOf(tx, owner.no),
      name,
      permissions: JSON.stringify(wanted),
      created_at: now,
      created_by: token.createdBy,
      ends_at: ends,
      last_used_at: 0,
    });
    record({ ...(await imageHead(tx, owner, name)), before: null, after: { token: { id, name }, permissions: wanted, endsAt: ends } });
  });
  return { token, secret: text };
}

/** It stands in the journal of its user, and is read by whoever may read about him. */
async function imageHead(tx: Tx, owner: Owner, name: string) {
  return { kind: 'token', id: owner.id, name: `${await qualifiedNameOf(tx, owner.no)} · ${name}` };
}

/** Narrowed only to what its maker may; and whoever acts through a narrowed token makes none that reaches further. */
function refuseWider({ world, actor, reachAt }: Call, wanted: readonly string[]) {
  const { model } = world.authorizer;
  for (const path of wanted) {
    if (!model.byPath.has(path)) throw new Refusal('permission.missing', { path });
    if (reachAt(path)?.length === 0) throw new Refusal('permission.denied', { permission: path });
  }
  const narrowed = actor.kind === 'user' ? actor.narrowed : null;
  if (narrowed === null) return;
  const wider = wanted.length === 0 ? '/permission' : wanted.find((path) => !coveredBy(narrowed, path));
  if (wider !== undefined) throw new Refusal('token.narrowed', { permission: wider });
}

/** A token that administers is asked for nothing more afterwards: it is made in a session that could have done the same. */
async function refuseLackingForIt({ world, actor, subject }: Call, wanted: readonly string[]): Promise<void> {
  if (actor.kind !== 'user' || !subject) return;
  const { model } = world.authorizer;
  const administers =
    wanted.length > 0
      ? wanted.some((path) => model.byPath.get(path)?.administrative)
      : heldBy(model, subject).some(({ role }) => nodesGiven(model, role.no).some(({ administrative }) => administrative));
  if (administers) await refuseLacking(world, actor, world.applications.door('console').requirement);
}

/** Never after the longest life; made by means of a token, never after that one's end, so that a stolen one cannot outlive itself. */
async function endOf(call: Call, wanted: number | undefined): Promise<number> {
  const { world, now } = call;
  const days = world.config.tokenDaysMax;
  const latest = Math.min(now + days * dayMilliseconds, await endOfBearer(call));
  const ends = wanted ?? Math.min(now + daysByDefault * dayMilliseconds, latest);
  if (ends <= now) throw new Refusal('input.invalid', {}, [{ field: 'endsAt', says: say('token.past') }]);
  if (ends > latest) throw new Refusal('token.too-long', { days: Math.floor((latest - now) / dayMilliseconds) });
  return ends;
}

/** A token that has ended meanwhile bounds nothing any more, and so makes nothing. */
async function endOfBearer({ world, actor, now }: Call): Promise<number> {
  if (actor.kind !== 'user' || actor.via !== 'token') return Number.POSITIVE_INFINITY;
  const own = (await tokensOf(world.db.read, { userNo: actor.no, now })).find(({ id }) => id === actor.viaId);
  if (!own) throw new Refusal('auth.required');
  return own.ends_at;
}

async function end(call: Call, owner: Owner, id: string) {
  await call.change(async ({ tx, record }) => {
    const was = await takeToken(tx, { id, userNo: owner.no });
    if (!was) throw new Refusal('token.missing');
    record({
      ...(await imageHead(tx, owner, was.name)),
      before: { token: { id, name: was.name }, permissions: narrowedOf(was.permissions) ?? [], endsAt: was.ends_at },
      after: null,
    });
  });
  call.world.bearers.forget(id);
  return {};
}

export const tokenActions: readonly Action[] = [
  action(myTokens, (call) => listed(call, userOf(call).no)),
  action(addMyToken, async (call, input) => {
    await refuseLackingForIt(call, input.permissions ?? []);
    return make(call, userOf(call), input);
  }),
  action(endMyToken, (call, { token }) => {
    refuseNarrowed(call, token);
    return end(call, userOf(call), token);
  }),
  action(tokensOfUser, async (call, { id }) => listed(call, await noOf(call, id))),
  action(addToken, async (call, { id, ...wanted }) => {
    const owner = await userRow(call.world.db.read, id);
    if (owner.kind === 'person') throw new Refusal('token.person');
    return make(call, owner, wanted);
  }),
  action(endToken, async (call, { id, token }) => end(call, { no: await noOf(call, id), id }, token)),
];
