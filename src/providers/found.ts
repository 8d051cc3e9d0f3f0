// Finding the provider that is meant, as it was seen.
// Called by the actions of this room.
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { type ProviderRow, providerById } from './queries.ts';

export async function foundProvider(source: Db | Tx, { id, version }: { readonly id: string; readonly version?: number | undefined }): Promise<ProviderRow> {
  const row = await providerById(source, id);
  if (!row) throw new Refusal('provider.missing');
  if (version !== undefined && version !== row.version) throw new Refusal('version.stale', { seen: version, now: row.version });
  return row;
}
