// Disable, enable and delete: each says first, in words and numbers, what becomes of the users, sessions and roles of the store. Re-linking has a file of its own.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { deleteStore, disableStore, enableStore, showStore } from '#stores/contract.ts';
import type { Store } from '#stores/list-contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { told } from '../../shared/show/toast.tsx';
import { stores as say } from '../../shared/strings/stores.ts';
import { RelinkStore } from './relink-store.tsx';
import type { OpenedStore } from './store-actions.tsx';

type Props = { readonly store: Store; readonly onClose: () => void; readonly onDone?: (() => void) | undefined };

const reasonMax = 300;
const reasoned = (reason: string) => (reason.trim() ? { reason: reason.trim() } : {});

function Reason({ reason, onChange }: { readonly reason: string; readonly onChange: (reason: string) => void }) {
  return <TextInput label={say.reason} value={reason} maxLength={reasonMax} onChange={(event) => onChange(event.currentTarget.value)} />;
}

function DisableStore({ store, onClose }: Props) {
  const words = say.disable;
  const disable = useChange(disableStore);
  const [reason, setReason] = useState('');
  const act = async () => {
    await disable.mutateAsync({ id: store.id, ...reasoned(reason) });
    told(words.done(store.domain));
    onClose();
  };
  return (
    <Dialog title={words.title(store.domain)} verb={words.verb} danger typed={reason !== ''} onDo={act} onClose={onClose}>
      <span>{words.says(store.users)}</span>
      <Reason reason={reason} onChange={setReason} />
    </Dialog>
  );
}

function EnableStore({ store, onClose }: Props) {
  const words = say.enable;
  const enable = useChange(enableStore);
  const act = async () => {
    await enable.mutateAsync({ id: store.id });
    told(words.done(store.domain));
    onClose();
  };
  return (
    <Dialog title={words.title(store.domain)} verb={words.verb} onDo={act} onClose={onClose}>
      <span>{words.says(store.users)}</span>
    </Dialog>
  );
}

function DeleteStore({ store, onClose, onDone }: Props) {
  const words = say.remove;
  const remove = useChange(deleteStore);
  const { data } = useAsk(showStore, { id: store.id });
  const [reason, setReason] = useState('');
  const act = async () => {
    await remove.mutateAsync({ id: store.id, ...reasoned(reason) });
    told(words.done(store.domain));
    onClose();
    onDone?.();
  };
  return (
    <Dialog
      title={words.title(store.domain)}
      verb={words.verb(store.users)}
      danger
      ready={data !== undefined}
      typed={reason !== ''}
      onDo={act}
      onClose={onClose}
    >
      {data && <span>{words.says(data.users, data.groups)}</span>}
      <Reason reason={reason} onChange={setReason} />
    </Dialog>
  );
}

export function StoreDialog({
  opened: { act, store },
  onClose,
  onDeleted,
}: {
  readonly opened: OpenedStore;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}) {
  if (act === 'relink') return <RelinkStore store={store} onClose={onClose} />;
  if (act === 'disable') return <DisableStore store={store} onClose={onClose} />;
  if (act === 'enable') return <EnableStore store={store} onClose={onClose} />;
  return <DeleteStore store={store} onClose={onClose} onDone={onDeleted} />;
}
