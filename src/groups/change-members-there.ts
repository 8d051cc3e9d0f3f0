// Members of a group of a store that others own: each is put in or taken out there first, then here. What the store refuses ends it; what was done before stays done.
// Called by change-members.ts.

import { type Call, type Doing, rehearsed } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import type { Receiver } from '#roles/give-roles.ts';
import { userReceiver } from '#roles/receiver.ts';
import { say } from '#sentences/sentence.ts';
import type { StoreRow } from '#stores/queries.ts';
import { objectOfMember } from '#stores/writing/intent.ts';
import { entryOf } from '#stores/writing/queries.ts';
import { type Step, throughStore } from '#stores/writing/through.ts';
import type { Whom } from '#user-store.ts';
import type { changeMembers as operation } from './contract.ts';
import { joinGroup, leaveGroup } from './join-group.ts';
import { type GroupRow, isMember } from './queries.ts';
import { type GroupWhole, groupToChange, wholeAfter } from './whole.ts';

/** Each of them is a question to the store. */
const atOnceMax = 100;

type Asked = InputOf<typeof operation>;
type Move = { readonly user: string; readonly joins: boolean };

export async function changeMembersThere(call: Call, store: StoreRow, asked: Asked): Promise<GroupWhole> {
  const moves = movesOf(asked);
  if (moves.length > atOnceMax) throw new Refusal('limit.reached', { max: atOnceMax, what: say('limit.members-at-once', { domain: store.domain }) });
  let made: readonly Move[] = [];
  return throughStore<Doing, null, GroupWhole>(call, {
    store,
    async judge(doing) {
      const group = await groupToChange(doing, asked);
      await rehearsed(doing, (tried) => moveAll(tried, group, moves));
      made = await differing(doing, group, moves);
      const steps: Step<null>[] = [];
      for (const move of made) steps.push(await stepOf(doing, { store, group, move }));
      return steps;
    },
    async take(doing, answers) {
      await moveAll(doing, await groupToChange(doing, { id: asked.id }), made.slice(0, answers.length));
      return wholeAfter(doing, asked.id);
    },
  });
}

const movesOf = ({ add = [], remove = [] }: Asked): readonly Move[] => [
  ...[...new Set(remove)].map((user) => ({ user, joins: false })),
  ...[...new Set(add)].map((user) => ({ user, joins: true })),
];

async function moveAll(doing: Doing, group: GroupRow, moves: readonly Move[]): Promise<void> {
  for (const { user, joins } of moves) {
    const receiver = await userReceiver(doing, user);
    await (joins ? joinGroup : leaveGroup)(doing, receiver, group);
  }
}

/** Those who are not yet where they are to be. */
async function differing(doing: Doing, group: GroupRow, moves: readonly Move[]): Promise<readonly Move[]> {
  const wanted: Move[] = [];
  for (const move of moves) {
    const { no } = await userReceiver(doing, move.user);
    if ((await isMember(doing.tx, { groupNo: group.no, userNo: no })) !== move.joins) wanted.push(move);
  }
  return wanted;
}

type Moving = { readonly store: StoreRow; readonly group: GroupRow; readonly move: Move };

async function stepOf(doing: Doing, { store, group, move: { user, joins } }: Moving): Promise<Step<null>> {
  const receiver = await userReceiver(doing, user);
  const other = () => new Refusal('store.other', { group: group.name, domain: store.domain });
  const from = await entryOf(doing.tx, { kind: 'user', no: receiver.no });
  if (from?.store_no !== store.no) throw other();
  const whom: Whom = { key: from.key, address: from.address, name: nameOf(receiver) };
  const there = await whomOfGroup(doing, store, group);
  const what = joins ? 'join' : 'leave';
  const intent = {
    what,
    object: objectOfMember(group.id, receiver.id),
    userId: receiver.id,
    groupId: group.id,
    whom,
    name: receiver.name,
    says: group.name,
  } as const;
  return {
    intent,
    async ask(writer) {
      await (joins ? writer.addMember(there, whom) : writer.removeMember(there, whom));
      return null;
    },
  };
}

async function whomOfGroup({ tx }: Doing, { domain }: StoreRow, { no, name }: GroupRow): Promise<Whom> {
  const entry = await entryOf(tx, { kind: 'group', no });
  if (entry?.gone_at !== 0) throw new Refusal('store.gone', { name, domain });
  return { key: entry.key, address: entry.address, name };
}

/** Without the domain. */
const nameOf = ({ name }: Receiver): string => name.slice(name.indexOf('/') + 1);
