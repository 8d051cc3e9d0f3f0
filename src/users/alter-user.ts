// alterUser: one user's row changed under the rules that all changes share: version, recycle bin, what ends, the journal's image.
// Called by the actions of this room inside a change, for a target that the wrapper has admitted. Knows no right.
import type { Doing } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { type Ended, endAll, endSessions } from '#sessions/end-all.ts';
import { seenBy } from './attributes.ts';
import { letsBack, refuseUnprovedFor } from './letting-back.ts';
import { findUser, type Source, type UserColumns, type UserRecord, updateUserRow } from './queries.ts';
import { qualifiedName, shownUser } from './shown-user.ts';
import type { lockUser } from './state-contract.ts';

export type Receipt = OutputOf<typeof lockUser>;
type Asked = { readonly id: string; readonly version?: number | undefined /** He must lie in the recycle bin; else he must not. */; readonly inBin?: boolean };
/** `set` = columns to write. What ends takes the epoch with it, so that also what is stored nowhere (a sign-in under way) is worthless; tokens may go on. */
export type Alteration = { readonly set: UserColumns; readonly ends?: 'everything' | 'sessions' };

const nothing: Ended = { sessions: 0, tokens: 0 };

/** The row, if it is what the caller has seen. */
export async function seenUser(source: Source, { id, version, inBin = false }: Asked): Promise<UserRecord> {
  const row = await findUser(source, id);
  if (!row) throw new Refusal('user.missing');
  if (version !== undefined && version !== row.version) throw new Refusal('version.stale', { seen: version, now: row.version });
  if (row.deleted_at > 0 && !inBin) throw new Refusal('user.deleted');
  if (row.deleted_at === 0 && inBin) throw new Refusal('user.not-deleted');
  return row;
}

/** `alter` says what changes; null = nothing does, and then nothing is written, not even to the journal. */
export async function alterUser(doing: Doing, asked: Asked, alter: (row: UserRecord) => Alteration | null | Promise<Alteration | null>): Promise<Receipt> {
  const row = await seenUser(doing.tx, asked);
  const alteration = await alter(row);
  const { attributes } = doing.model;
  if (!alteration) return { user: seenBy(attributes, shownUser(row, doing.now), 'administrator'), ended: nothing };
  if (letsBack(row, alteration.set, doing.now)) await refuseUnprovedFor(doing, row.id);
  const ended = await end(doing, row, alteration.ends);
  const epoch = alteration.ends ? { revocation_epoch: row.revocation_epoch + 1 } : {};
  await updateUserRow(doing.tx, row.no, { ...alteration.set, ...epoch, version: row.version + 1, changed_at: doing.now });
  const before = shownUser(row, doing.now);
  const user = await shownNow(doing, row.id);
  doing.record({ kind: 'user', id: row.id, name: qualifiedName(row), before, after: user });
  return { user: seenBy(attributes, user, 'administrator'), ended };
}

export async function shownNow({ tx, now }: Doing, id: string) {
  const row = await findUser(tx, id);
  if (!row) throw new Refusal('user.missing');
  return shownUser(row, now);
}

async function end({ tx, now }: Doing, { no, revocation_epoch: epoch }: UserRecord, ends: Alteration['ends']): Promise<Ended> {
  if (ends === 'everything') return endAll(tx, { userNo: no, now });
  return ends === 'sessions' ? endSessions(tx, { userNo: no, epoch, now }) : nothing;
}
