// Puts groups into this group or takes them out. Whoever is in the inner group gets, or loses, what the outer ones hold (rules 8, 15–17).

import { action, type Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { nodesGiven } from '#permissions/contain.ts';
import type { Model } from '#permissions/model.ts';
import { reaches } from '#permissions/scope.ts';
import { isActorInside, leastMember } from '#roles/give-roles.ts';
import { checkTakeable, gains, refuseGiving, widensOwnReach } from '#roles/giving.ts';
import { say } from '#sentences/sentence.ts';
import { changeNesting as operation } from './contract.ts';
import { checkNesting, givenThrough, idsThrough, isNested, withEdge, withoutEdge } from './group.ts';
import { addEdge, childrenOf, findGroup, type GroupRow, removeEdge, touchGroupRow } from './queries.ts';
import { groupToChange, onGroup, refuseForeign, wholeAfter } from './whole.ts';

/** Groups that may lie directly in one group. */
const childrenMax = 1_000;

export const changeNesting = action(operation, (call, { id, version, add = [], remove = [] }) =>
  call.change(async (doing) => {
    const parent = await groupToChange(doing, { id, version });
    refuseForeign(parent);
    const before = await childrenNamed(doing, parent.no);
    let model = doing.model;
    for (const child of new Set(remove)) model = await takeOut({ ...doing, model }, parent, child);
    for (const child of new Set(add)) model = await putIn({ ...doing, model }, parent, child);
    if (model === doing.model) return wholeAfter(doing, id);
    const after = await childrenNamed(doing, parent.no);
    if (after.length > childrenMax) throw new Refusal('limit.reached', { max: childrenMax, what: say('limit.children') });
    await touchGroupRow(doing.tx, { no: parent.no, now: doing.now });
    doing.touchModel();
    doing.record({
      kind: 'group',
      id,
      name: parent.name,
      before: { version: parent.version, children: before },
      after: { version: parent.version + 1, children: after },
    });
    return wholeAfter({ ...doing, model }, id);
  }),
);

const childrenNamed = async ({ tx }: Doing, no: number) => (await childrenOf(tx, no)).map(({ id, name }) => ({ id, name }));

async function reachedGroup({ tx, reach }: Doing, id: string): Promise<GroupRow> {
  const row = await findGroup(tx, id);
  if (!row || !reaches(reach, onGroup(row))) throw new Refusal('group.missing', { id });
  return row;
}

/** Each gives the model as it is afterwards: the next one is judged by it. */
async function putIn(doing: Doing, parent: GroupRow, id: string): Promise<Model> {
  const { tx, model, powers, now } = doing;
  const child = await reachedGroup(doing, id);
  const edge = { parent: parent.no, child: child.no };
  if (isNested(model, edge)) return model;
  checkNesting(model, edge);
  const isInside = await isActorInside(doing, child.no);
  for (const { roleNo, scope, until } of givenThrough(model, parent.no, now)) {
    await refuseGiving(doing, { roleNo, scope, until, on: onGroup(child) });
    if (isInside && gains(model, powers, { nodes: nodesGiven(model, roleNo), until })) throw new Refusal('self.refused');
  }
  if (widensOwnReach(model, powers, { on: leastMember(model, child.no), ids: idsThrough(model, parent.no, now), sure: false }))
    throw new Refusal('scope.too-wide');
  await addEdge(tx, edge);
  return withEdge(model, edge);
}

async function takeOut(doing: Doing, parent: GroupRow, id: string): Promise<Model> {
  const { tx, model, now } = doing;
  const child = await reachedGroup(doing, id);
  const edge = { parent: parent.no, child: child.no };
  if (!isNested(model, edge)) return model;
  for (const { roleNo, scope } of givenThrough(model, parent.no, now)) checkTakeable(doing, { roleNo, scope, on: onGroup(child) });
  await removeEdge(tx, edge);
  return withoutEdge(model, edge);
}
