// The dialogs that keep, rename, share and delete a view. Sharing shows why it is not allowed where it is not.
import { Checkbox, TextInput, Tooltip } from '@mantine/core';
import { useState } from 'react';
import { addView, deleteView, sharingNeeds, updateView, type View } from '#views/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { useMay } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { userTable } from '../../shared/strings/user-table.ts';

const say = userTable.views;
const nameMax = 80;

type FieldsProps = { readonly name: string; readonly shared: boolean; readonly onName: (name: string) => void; readonly onShared: (shared: boolean) => void };

function Fields({ name, shared, onName, onShared }: FieldsProps) {
  const { may, because } = useMay(sharingNeeds);
  return (
    <>
      <TextInput data-autofocus label={say.name} value={name} maxLength={nameMax} onChange={(event) => onName(event.currentTarget.value)} />
      <Tooltip label={because} disabled={may}>
        <Checkbox
          label={say.share}
          description={may ? say.shareSays : because}
          checked={shared}
          disabled={!may}
          onChange={(event) => onShared(event.currentTarget.checked)}
        />
      </Tooltip>
    </>
  );
}

type Kept = Pick<View, 'filter' | 'sort' | 'descending' | 'columns'>;

export function AddView({ kept, onAdded, onClose }: { readonly kept: Kept; readonly onAdded: (view: View) => void; readonly onClose: () => void }) {
  const add = useChange(addView);
  const undo = useUndo();
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const act = async () => {
    const view = await add.mutateAsync({ name, shared, ...kept });
    told(say.added(view.name), undo(view));
    onAdded(view);
    onClose();
  };
  return (
    <Dialog title={say.addTitle} verb={say.addVerb} typed={name !== ''} ready={name.trim() !== ''} onDo={act} onClose={onClose}>
      <span>{say.keeps(Object.keys(kept.filter).length)}</span>
      <Fields name={name} shared={shared} onName={setName} onShared={setShared} />
    </Dialog>
  );
}

export function EditView({ view, onClose }: { readonly view: View; readonly onClose: () => void }) {
  const update = useChange(updateView);
  const undo = useUndo();
  const [name, setName] = useState(view.name);
  const [shared, setShared] = useState(view.shared);
  const typed = name !== view.name || shared !== view.shared;
  const act = async () => {
    const after = await update.mutateAsync({ id: view.id, version: view.version, name, shared });
    told(say.saved(after.name), undo(after));
    onClose();
  };
  return (
    <Dialog title={say.editTitle(view.name)} verb={say.editVerb} typed={typed} ready={typed && name.trim() !== ''} onDo={act} onClose={onClose}>
      <Fields name={name} shared={shared} onName={setName} onShared={setShared} />
    </Dialog>
  );
}

export function DeleteView({ view, onDeleted, onClose }: { readonly view: View; readonly onDeleted: () => void; readonly onClose: () => void }) {
  const remove = useChange(deleteView);
  const undo = useUndo();
  const act = async () => {
    const done = await remove.mutateAsync({ id: view.id, version: view.version });
    told(say.removed(view.name), undo(done));
    onDeleted();
    onClose();
  };
  return (
    <Dialog title={say.removeTitle(view.name)} verb={say.removeVerb} danger onDo={act} onClose={onClose}>
      <span>{say.removeSays}</span>
      {view.shared && <span>{say.removeShared}</span>}
    </Dialog>
  );
}
