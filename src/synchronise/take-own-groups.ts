// Groups of users whose store lets users know them (memberOf): what each says is put in place of what is here.
// Called by run.ts and discover.ts after the users themselves were taken.
import type { UserEntry } from '#user-store.ts';
import { addressKeyOf } from '#users/mapped.ts';
import { addMembers, groupsByNo, groupsOfUser, removeMembers } from './group-queries.ts';
import { objectsAt, usersByNo } from './queries.ts';
import { countChanged, inItsName, type Taking } from './taking.ts';

type Change = { readonly userNo: number; readonly come: readonly number[]; readonly gone: readonly number[] };

export async function takeOwnGroups(taking: Taking, entries: readonly UserEntry[]): Promise<void> {
  const { world, store } = taking;
  const knowing = entries.filter(({ groups }) => groups !== null);
  const addresses = [...new Set(knowing.flatMap(({ address, groups }) => [address, ...(groups ?? [])]).map(addressKeyOf))];
  const found = await inPieces(addresses, (piece) => objectsAt(world.db.read, store.no, piece));
  const [users, groups] = (['user', 'group'] as const).map(
    (kind) => new Map(found.filter((one) => one.kind === kind).map((one) => [one.address_key, one.object_no])),
  );
  const changes: Change[] = [];
  for (const entry of knowing) {
    const userNo = users?.get(addressKeyOf(entry.address));
    if (userNo === undefined) continue;
    const wanted = new Set((entry.groups ?? []).flatMap((address) => groups?.get(addressKeyOf(address)) ?? []));
    const before = new Set(await groupsOfUser(world.db.read, store.no, userNo));
    const change = { userNo, come: [...wanted].filter((no) => !before.has(no)), gone: [...before].filter((no) => !wanted.has(no)) };
    if (change.come.length + change.gone.length > 0) changes.push(change);
  }
  if (changes.length > 0) await write(taking, changes);
}

const pieceMax = 500;
async function inPieces<T>(all: readonly string[], ask: (piece: readonly string[]) => Promise<readonly T[]>): Promise<readonly T[]> {
  const found: T[] = [];
  for (let from = 0; from < all.length; from += pieceMax) found.push(...(await ask(all.slice(from, from + pieceMax))));
  return found;
}

async function write(taking: Taking, changes: readonly Change[]): Promise<void> {
  const { store } = taking;
  await inItsName(taking, 'stores.take-members', async (open) => {
    const rows = await usersByNo(
      open.tx,
      changes.map(({ userNo }) => userNo),
    );
    const groups = new Map(
      (await groupsByNo(open.tx, [...new Set(changes.flatMap(({ come, gone }) => [...come, ...gone]))])).map((group) => [group.no, group]),
    );
    for (const { userNo, come, gone } of changes) {
      for (const [nos, joins] of [
        [gone, false],
        [come, true],
      ] as const)
        for (const groupNo of nos) {
          if (joins) await addMembers(open.tx, { groupNo, userNos: [userNo], now: open.now, by: `store:${store.domain}` });
          else await removeMembers(open.tx, { groupNo, userNos: [userNo] });
          const group = groups.get(groupNo);
          const membership = { group: { id: group?.id ?? '', name: group?.name ?? '' } };
          open.record({
            kind: 'membership',
            id: rows.get(userNo)?.id ?? '',
            name: `${store.domain}/${group?.name ?? ''}`,
            before: joins ? null : membership,
            after: joins ? membership : null,
          });
        }
    }
  });
  for (const { userNo } of changes) countChanged(taking, 'user', userNo);
}
