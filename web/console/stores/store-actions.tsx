// What can be done with a user store, as lines of a menu: what is not allowed stays in sight, with the reason.
import { Menu } from '@mantine/core';
import { IconBan, IconBook, IconCircleCheck, IconLink, IconRefresh, IconTrash } from '@tabler/icons-react';
import { deleteStore, disableStore, enableStore, type StoreSync, synchroniseStore } from '#stores/contract.ts';
import type { Store } from '#stores/list-contract.ts';
import { rehearseRelink } from '#synchronise/contract.ts';
import { useChange, useMe } from '../../shared/call/ask.ts';
import { DoItem } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { stores as say } from '../../shared/strings/stores.ts';
import { isUnderWay } from './store-state.tsx';

export type OpenedStore = { readonly act: 'relink' | 'disable' | 'enable' | 'remove'; readonly store: Store };

const small = 15;

const fixed = ({ kind }: Store) => (kind === 'primary' ? say.primaryFixed : undefined);
/** Why nobody changes it here. */
const unchangeable = (store: Store) => fixed(store) ?? (store.declared ? say.declared : undefined);

/** Why nobody of it is linked anew. */
export const unlinkableReason = (store: Store) => fixed(store) ?? (store.enabled ? undefined : say.disabledFirst);

/** Why a store is not read now; undefined = it may be. */
export function notReadReason(store: Store, sync: StoreSync | undefined): string | undefined {
  if (fixed(store)) return fixed(store);
  if (!store.enabled) return say.disabledFirst;
  return sync && isUnderWay(sync) ? say.underWay : undefined;
}

export function useSynchronise(store: Store) {
  const synchronise = useChange(synchroniseStore);
  const begin = (full: boolean) =>
    synchronise.mutate({ id: store.id, ...(full ? { full } : {}) }, { onSuccess: () => told(say.sync.begun(store.domain)), onError: toldTrouble });
  return { begin, busy: synchronise.isPending };
}

type Props = { readonly store: Store; readonly sync?: StoreSync; readonly onOpen: (opened: OpenedStore) => void };

export function StoreActions({ store, sync, onOpen }: Props) {
  const me = useMe();
  const { begin } = useSynchronise(store);
  const own = me.user.domain === store.domain ? say.own : undefined;
  const open = (act: OpenedStore['act']) => () => onOpen({ act, store });
  const idle = notReadReason(store, sync);
  return (
    <>
      <DoItem needs={synchroniseStore.needs} refused={idle} leftSection={<IconRefresh size={small} />} onClick={() => begin(false)}>
        {say.actions.now}
      </DoItem>
      <DoItem needs={synchroniseStore.needs} refused={idle} leftSection={<IconBook size={small} />} onClick={() => begin(true)}>
        {say.actions.all}
      </DoItem>
      <DoItem needs={rehearseRelink.needs} refused={unlinkableReason(store)} leftSection={<IconLink size={small} />} onClick={open('relink')}>
        {say.actions.relink}…
      </DoItem>
      <Menu.Divider />
      {store.enabled ? (
        <DoItem needs={disableStore.needs} refused={unchangeable(store) ?? own} leftSection={<IconBan size={small} />} onClick={open('disable')}>
          {say.actions.disable}…
        </DoItem>
      ) : (
        <DoItem needs={enableStore.needs} refused={unchangeable(store)} leftSection={<IconCircleCheck size={small} />} onClick={open('enable')}>
          {say.actions.enable}…
        </DoItem>
      )}
      <DoItem
        needs={deleteStore.needs}
        refused={unchangeable(store) ?? own ?? (store.enabled ? say.enabledFirst : undefined)}
        color="var(--bad)"
        leftSection={<IconTrash size={small} />}
        onClick={open('remove')}
      >
        {say.actions.remove}…
      </DoItem>
    </>
  );
}
