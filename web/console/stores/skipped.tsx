// Entries that cannot be taken as they are, each with the reason.
import type { StoreDetails } from '#stores/contract.ts';
import { stores } from '../../shared/strings/stores.ts';
import { SmallTable } from '../small-table.tsx';

const say = stores.sync;

export function SkippedTable({ label, skipped }: { readonly label: string; readonly skipped: StoreDetails['skippedEntries'] }) {
  // One entry may be skipped for several reasons.
  const rows = skipped.map(({ address, says }, index) => ({ id: `${index} ${address}`, cells: [address, says] }));
  return <SmallTable label={label} heads={[say.entry, say.why]} rows={rows} empty="" />;
}
