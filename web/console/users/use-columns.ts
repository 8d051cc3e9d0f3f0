// Which columns of users are shown: those in the address – of a view, or of a link – else those this browser keeps.
import { useLocalStorage } from '@mantine/hooks';
import { useMemo } from 'react';
import { listAttributes } from '#attributes/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import type { Address } from '../../shared/frame/address.ts';
import { chosenFrom } from '../../shared/table/chosen-columns.ts';
import { attributeColumns, columnsAtFirst, userColumns } from './columns.tsx';

/** Definitions change seldom. */
const attributesStaleMs = 60_000;

type Change = (values: Record<string, string | undefined>, replace?: boolean) => void;

export function useColumns(address: Address, change: Change) {
  const { data } = useAsk(listAttributes, {}, { staleMs: attributesStaleMs });
  const all = useMemo(() => [...userColumns(), ...attributeColumns(data?.items ?? [])], [data]);
  const [kept, setKept] = useLocalStorage({ key: 'reeve-user-columns', defaultValue: '', getInitialValueInEffect: false });
  const said = address.columns ?? kept;
  const columns = useMemo(() => chosenFrom(all, said.split(','), columnsAtFirst), [all, said]);
  const inAddress = Boolean(address.columns || address.view);
  const set = (ids: readonly string[]) => (inAddress ? change({ columns: ids.join(',') || undefined }, true) : setKept(ids.join(',')));
  return { all, columns, ids: columns.map(({ id }) => id), inAddress, set };
}
