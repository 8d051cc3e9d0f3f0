// Finding the application that is meant, and putting a changed one in its place: its version counted, journaled, nothing written where it is so already.
// Called by the actions of this room.
import type { Doing } from '#action.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { applicationImage, objectOf } from './application.ts';
import { type ApplicationRow, applicationById, updateApplication } from './queries.ts';

type Meant = { readonly id: string; readonly version?: number | undefined };

export async function foundApplication(source: Db | Tx, { id, version }: Meant): Promise<ApplicationRow> {
  const row = await applicationById(source, id);
  if (!row || row.deleted_at > 0) throw new Refusal('application.missing');
  if (version !== undefined && version !== row.version) throw new Refusal('version.stale', { seen: version, now: row.version });
  return row;
}

/** Reeve finds its own doors by what they are: they keep their names and places. */
export function refuseBuiltIn({ built_in, name }: ApplicationRow): void {
  if (built_in !== '') throw new Refusal('application.built-in', { name });
}

type Set = Partial<Omit<ApplicationRow, 'no' | 'id' | 'version' | 'changed_at'>>;

export async function putApplication({ tx, now, record }: Doing, row: ApplicationRow, set: Set): Promise<ApplicationRow> {
  const isSame = Object.entries(set).every(([column, value]) => row[column as keyof Set] === value);
  if (isSame) return row;
  const changed = { ...row, ...set, version: row.version + 1, changed_at: now };
  const { no: _no, ...columns } = changed;
  await updateApplication(tx, row.no, columns);
  const [before, after] = [row, changed].map((one) => (one.deleted_at > 0 ? null : applicationImage(one)));
  record({ kind: 'application', id: objectOf(row), name: changed.name, before, after });
  return changed;
}
