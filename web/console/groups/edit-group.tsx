// The groups' screens. This file: renaming, describing and deleting a group.
// Lists and pages of groups open it; it knows the contract and no rule.
import { Textarea, TextInput } from '@mantine/core';
import { deleteGroup, type Group, updateGroup } from '#groups/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import { told } from '../../shared/show/toast.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { counted } from '../../shared/strings/counted.ts';
import { form } from '../../shared/strings/form.ts';
import { frame } from '../../shared/strings/frame.ts';
import { Taking } from './taking.tsx';

type Props = { readonly group: Group; readonly onClose: () => void; readonly onDone?: () => void };

export function EditGroup({ group, onClose }: Props) {
  const update = useChange(updateGroup);
  const undo = useUndo();
  const fields = useFields({ name: group.name, description: group.description }, (values) => faultsOf(updateGroup.input, { id: group.id, ...values }));
  const act = async () => {
    const { name, description } = fields.values;
    try {
      told(say.saved, undo(await update.mutateAsync({ id: group.id, version: group.version, ...(name === group.name ? {} : { name }), description })));
      onClose();
    } catch (thrown) {
      fields.refuse(thrown);
    }
  };
  return (
    <Dialog title={say.editTitle(group.name)} verb={frame.save} ready={fields.valid} typed={fields.typed} onDo={act} onClose={onClose}>
      <TextInput label={say.name} description={say.nameSays} withAsterisk data-autofocus {...fields.text('name')} />
      <Textarea label={`${say.description} (${form.optional})`} autosize minRows={2} maxRows={6} {...fields.text('description')} />
    </Dialog>
  );
}

export function DeleteGroup({ group, onClose, onDone }: Props) {
  const remove = useChange(deleteGroup);
  const undo = useUndo();
  const act = async () => {
    told(say.removed(group.name), undo(await remove.mutateAsync({ id: group.id, version: group.version })));
    onDone?.();
  };
  return (
    <Taking
      title={say.removeTitle(group.name)}
      verb={say.removeVerb}
      says={say.removeSays(say.membersCount(counted(group.members), group.members === 1))}
      rehearsal={{ id: group.id, do: 'delete' }}
      onDo={act}
      onClose={onClose}
    />
  );
}
