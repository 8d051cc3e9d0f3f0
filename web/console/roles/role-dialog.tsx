// The roles' screens. This file: what can be done with a role from a list or its page, and the dialogs for it.
// It knows from the contract what is built in; whether the change is allowed, the server says.
import { Textarea, TextInput } from '@mantine/core';
import { IconArrowsDiff, IconCopy, IconForms, IconListTree, IconTrash, IconUserPlus, IconUsers } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addRole, changeMembersOfRole, deleteRole, membersOfRole, type Role, showRole, updateRole } from '#roles/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { faultsOf, useFields } from '../../shared/form/fields.ts';
import { freely, type Giving, GivingFields, givenAs, givingReady } from '../../shared/form/giving.tsx';
import type { Pick } from '../../shared/form/picker.tsx';
import { UserPicker } from '../../shared/form/pickers.tsx';
import { DoItem } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { roles as say } from '../../shared/strings/access.ts';
import { counted } from '../../shared/strings/counted.ts';
import { form } from '../../shared/strings/form.ts';
import { compareRoles, copyRole } from '../../shared/strings/role-changes.ts';

export type OpenedRole = { readonly act: 'rename' | 'assign' | 'remove'; readonly role: Role };
type Props = { readonly role: Role; readonly onClose: () => void; readonly onDone?: (() => void) | undefined };

/** Why a built-in role is not renamed or deleted; undefined for the others. */
export const fixedReason = (role: Role) => (role.builtIn === 'admin' ? say.adminFixed : role.builtIn === 'everyone' ? say.everyoneFixed : undefined);
export const heldReason = (role: Role) => (role.builtIn === 'everyone' ? say.everyoneHeld : undefined);

const small = 15;

export function RoleActions({ role, onOpen }: { readonly role: Role; readonly onOpen: (opened: OpenedRole) => void }) {
  const go = useNavigate();
  const rule = useRefusals('role', role.id);
  const page = (tab: string | undefined) => () => void go({ to: '/roles/$id', params: { id: role.id }, search: tab ? { tab } : {} });
  return (
    <>
      <DoItem
        needs={updateRole.needs}
        refused={fixedReason(role) ?? rule(updateRole)}
        leftSection={<IconForms size={small} />}
        onClick={() => onOpen({ act: 'rename', role })}
      >
        {say.actions.rename}
      </DoItem>
      <DoItem needs={showRole.needs} reads leftSection={<IconListTree size={small} />} onClick={page(undefined)}>
        {say.actions.permissions}
      </DoItem>
      <DoItem
        needs={changeMembersOfRole.needs}
        refused={heldReason(role) ?? rule(changeMembersOfRole)}
        leftSection={<IconUserPlus size={small} />}
        onClick={() => onOpen({ act: 'assign', role })}
      >
        {say.actions.assign}
      </DoItem>
      <DoItem needs={membersOfRole.needs} reads refused={heldReason(role)} leftSection={<IconUsers size={small} />} onClick={page('users')}>
        {say.actions.view}
      </DoItem>
      <DoItem needs={addRole.needs} leftSection={<IconCopy size={small} />} onClick={() => void go({ to: '/roles/add', search: { copy: role.id } })}>
        {copyRole.action}
      </DoItem>
      <DoItem
        needs={showRole.needs}
        reads
        leftSection={<IconArrowsDiff size={small} />}
        onClick={() => void go({ to: '/roles/compare', search: { one: role.id } })}
      >
        {compareRoles.action}
      </DoItem>
      <DoItem
        needs={deleteRole.needs}
        refused={fixedReason(role) ?? rule(deleteRole)}
        color="var(--bad)"
        leftSection={<IconTrash size={small} />}
        onClick={() => onOpen({ act: 'remove', role })}
      >
        {say.actions.remove}…
      </DoItem>
    </>
  );
}

function RenameRole({ role, onClose }: Props) {
  const update = useChange(updateRole);
  const undo = useUndo();
  const first = { name: role.name, description: role.description };
  const fields = useFields(first, (values) => faultsOf(updateRole.input, { id: role.id, ...values }));
  const act = async () => {
    const { name, description } = fields.values;
    try {
      told(
        say.renamed,
        undo(
          await update.mutateAsync({
            id: role.id,
            version: role.version,
            ...(name === role.name ? {} : { name }),
            description,
          }),
        ),
      );
      onClose();
    } catch (thrown) {
      fields.refuse(thrown);
    }
  };
  return (
    <Dialog title={say.renameTitle(role.name)} verb={say.renameVerb} ready={fields.valid} typed={fields.typed} onDo={act} onClose={onClose}>
      <TextInput label={say.name} description={say.nameSays} withAsterisk data-autofocus {...fields.text('name')} />
      <Textarea label={`${say.description} (${form.optional})`} autosize minRows={2} maxRows={6} {...fields.text('description')} />
    </Dialog>
  );
}

function AssignUsers({ role, onClose }: Props) {
  const change = useChange(changeMembersOfRole);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly Pick[]>([]);
  const [giving, setGiving] = useState<Giving>(freely);
  const act = async () => {
    told(say.assigned, undo(await change.mutateAsync({ id: role.id, add: chosen.map((each) => each.id), ...givenAs(giving) })));
    onClose();
  };
  return (
    <Dialog
      title={say.assignTitle(role.name)}
      verb={say.assignVerb(chosen.length)}
      ready={chosen.length > 0 && givingReady(giving)}
      typed={chosen.length > 0}
      onDo={act}
      onClose={onClose}
      size="lg"
    >
      <UserPicker chosen={chosen} onChange={setChosen} />
      <GivingFields giving={giving} onChange={setGiving} />
    </Dialog>
  );
}

function DeleteRole({ role, onClose, onDone }: Props) {
  const remove = useChange(deleteRole);
  const undo = useUndo();
  const act = async () => {
    told(say.removed(role.name), undo(await remove.mutateAsync({ id: role.id, version: role.version })));
    onClose();
    onDone?.();
  };
  const says = say.removeSays(say.userCount(counted(role.users), role.users === 1), say.groupCount(counted(role.groups), role.groups === 1));
  return (
    <Dialog title={say.removeTitle(role.name)} verb={say.removeVerb} danger onDo={act} onClose={onClose}>
      <span>{says}</span>
    </Dialog>
  );
}

export function RoleDialog({
  opened: { act, role },
  onClose,
  onDeleted,
}: {
  readonly opened: OpenedRole;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}) {
  if (act === 'rename') return <RenameRole role={role} onClose={onClose} />;
  if (act === 'assign') return <AssignUsers role={role} onClose={onClose} />;
  return <DeleteRole role={role} onClose={onClose} onDone={onDeleted} />;
}
