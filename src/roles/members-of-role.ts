// Groups and users that hold a role directly: groups first, then users in the order they came to Reeve, because a role may have a million of them.
// Who wants them by name asks users.list with this role. Whose reach covers a role, covers those who hold it.
import { action } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { isRowKey } from '#db/row-key.ts';
import { Refusal } from '#errors.ts';
import { membersOfRole as operation } from './contract.ts';
import { pageSizeDefault } from './name-pages.ts';
import { groupHolders, type HolderPlace, type HolderRow, userHolders } from './queries.ts';
import { scopeOf } from './role.ts';

type Holder = OutputOf<typeof operation>['items'][number];
type Found = { readonly holder: Holder['holder']; readonly row: HolderRow };

export const membersOfRole = action(operation, async ({ world }, { id, cursor, limit = pageSizeDefault }) => {
  const { authorizer, db } = world;
  const role = authorizer.model.roleById.get(id)?.no;
  if (role === undefined) throw new Refusal('role.missing');
  const place = readCursor(cursor);
  const from: HolderPlace = { role, holder: place.holderNo, given: place.given, limit: limit + 1 };
  const groups: Found[] = place.holder === 'user' ? [] : (await groupHolders(db.read, from)).map((row) => ({ holder: 'group', row }));
  const start = place.holder === 'user' ? from : { role, holder: 0, given: 0, limit: limit + 1 - groups.length };
  const users: Found[] = start.limit <= 0 ? [] : (await userHolders(db.read, start)).map((row) => ({ holder: 'user', row }));
  const found = [...groups, ...users];
  const last = found.length > limit ? found[limit - 1] : undefined;
  return { items: found.slice(0, limit).map(shown), ...(last ? { next: writeCursor(last) } : {}), complete: true };
});

const shown = ({ holder, row }: Found): Holder => ({
  holder,
  id: row.id,
  name: row.name,
  shownName: row.shown_name,
  from: row.from_at,
  until: row.until_at,
  scope: scopeOf(row.scope) as Holder['scope'],
  givenBy: row.given_by,
  givenAt: row.given_at,
});

const writeCursor = ({ holder, row }: Found) => Buffer.from(`${holder} ${row.holder_no} ${row.no}`).toString('base64url');

function readCursor(cursor: string | undefined) {
  if (cursor === undefined) return { holder: 'group', holderNo: 0, given: 0 };
  const parts = /^(user|group) (\d{1,15}) (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [holderNo, given] = [Number(parts?.[2]), Number(parts?.[3])];
  if (!parts || !isRowKey(holderNo) || !isRowKey(given)) throw new Refusal('cursor.invalid');
  return { holder: parts[1], holderNo, given };
}
