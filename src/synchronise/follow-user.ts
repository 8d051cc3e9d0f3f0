// A row follows its entry: profile, name, attributes, and whether the store lets him in; somebody who was away comes back with his roles.
// Called by take-users.ts inside its change.
import type { Change } from '#journal/change.ts';
import { endAll } from '#sessions/end-all.ts';
import { differing, profileColumns, profileOver } from '#users/columns.ts';
import type { Mapped } from '#users/mapped.ts';
import { type UserColumns, updateUserRow } from '#users/queries.ts';
import { attributesOf } from '#users/shown-user.ts';
import { fittingAttributes, indexFitting } from './attributes.ts';
import { imageOf } from './image.ts';
import { renameUser, usersByNo } from './queries.ts';
import type { Known } from './take-changed.ts';
import { countChanged, type Taking } from './taking.ts';

type Following = { readonly user: Mapped; readonly known: Known };

export async function followUser(taking: Taking, open: Change, { user, known: { entry, row } }: Following): Promise<void> {
  const before = attributesOf(row);
  const after = fittingAttributes(taking, before, user.entry);
  const set = differing(row, {
    ...profileColumns(profileOver(row, user.profile), user.entry.name),
    user_name: user.entry.name,
    name_key: user.nameKey,
    attributes: JSON.stringify(after),
    ...stateSet(user, { entry, row }, open.now),
  });
  if (Object.keys(set).length === 0) return;
  if (set.name_key !== undefined) await renameUser(open.tx, { storeNo: taking.store.no, userNo: row.no, keys: user.identifiers });
  await indexFitting(taking, open, { userNo: row.no, before, after });
  await write(taking, open, { row, set });
  countChanged(taking, 'user', row.no);
}

/** What the store says of him, beside what was decided here. */
function stateSet({ entry }: Mapped, { entry: was, row }: Known, now: number): UserColumns {
  const cameBack = was.gone_at !== 0 && row.deleted_at === was.gone_at ? { deleted_at: 0, state_reason: '' } : {};
  if (entry.disabled && row.store_disabled_at === 0) return { ...cameBack, store_disabled_at: now, disabled_at: row.disabled_at || now };
  if (entry.disabled || row.store_disabled_at === 0) return cameBack;
  return { ...cameBack, store_disabled_at: 0, disabled_at: row.disabled_at === row.store_disabled_at ? 0 : row.disabled_at };
}

/** Whoever may act no more loses what he is signed in with. */
async function write(taking: Taking, open: Change, { row, set }: { readonly row: Known['row']; readonly set: UserColumns }) {
  const stops = row.disabled_at === 0 && (set.disabled_at ?? 0) !== 0;
  if (stops) await endAll(open.tx, { userNo: row.no, now: open.now });
  const epoch = stops ? { revocation_epoch: row.revocation_epoch + 1 } : {};
  await updateUserRow(open.tx, row.no, { ...set, ...epoch, version: row.version + 1, changed_at: open.now });
  const after = (await usersByNo(open.tx, [row.no])).get(row.no) ?? row;
  open.record({
    kind: 'user',
    id: row.id,
    name: `${taking.store.domain}/${after.user_name}`,
    before: imageOf(taking, row, open.now),
    after: imageOf(taking, after, open.now),
  });
}
