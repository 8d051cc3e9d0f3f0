// Finding the store that is meant: as it was seen, one that others own, one that may be changed here.
// Called by the actions of this room.
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { type StoreRow, storeByDomain, storeById } from './queries.ts';

export async function foundStore(source: Db | Tx, { id, version }: { readonly id: string; readonly version?: number | undefined }): Promise<StoreRow> {
  const row = await storeById(source, id);
  if (!row) throw new Refusal('store.missing', { domain: '' });
  if (version !== undefined && version !== row.version) throw new Refusal('version.stale', { seen: version, now: row.version });
  return row;
}

/** The same, unless it is PRIMARY, which is not set up by anybody. */
export async function foreignStore(source: Db | Tx, asked: { readonly id: string; readonly version?: number | undefined }): Promise<StoreRow> {
  const row = await foundStore(source, asked);
  if (row.kind === 'primary') throw new Refusal('store.primary');
  return row;
}

/** The same, unless a file declares it: the next start would put back what is changed here. */
export async function editableStore(source: Db | Tx, asked: { readonly id: string; readonly version?: number | undefined }): Promise<StoreRow> {
  const row = await foreignStore(source, asked);
  if (row.declared_in !== '') throw new Refusal('store.declared', { domain: row.domain, file: row.declared_in });
  return row;
}

export async function refuseTakenDomain(source: Db | Tx, domain: string, ownNo = 0): Promise<void> {
  const holder = await storeByDomain(source, domain.toLowerCase());
  if (holder && holder.no !== ownNo) throw new Refusal('store.domain-taken', { domain }, [{ field: 'domain' }]);
}
