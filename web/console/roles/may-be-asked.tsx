// On a role's page: whether users may ask for it. Switched at once, and taken back from the toast.
import { Switch } from '@mantine/core';
import { type Role, updateRole } from '#roles/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useMay } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { signUp as say } from '../../shared/strings/sign-up.ts';
import { fixedReason } from './role-dialog.tsx';

export function MayBeAsked({ role }: { readonly role: Role }) {
  const update = useChange(updateRole);
  const undo = useUndo();
  const { may, because } = useMay(updateRole.needs);
  const refused = useRefusals('role', role.id)(updateRole);
  const why = role.administrative ? say.requestableNot : may ? (fixedReason(role) ?? refused) : because;
  const change = (requestable: boolean) =>
    update.mutate(
      { id: role.id, version: role.version, requestable },
      { onSuccess: (done) => told(done.requestable ? say.requestableOn(role.name) : say.requestableOff(role.name), undo(done)), onError: toldTrouble },
    );
  return (
    <Switch
      label={say.requestable}
      description={why || say.requestableSays}
      disabled={Boolean(why) || update.isPending}
      checked={role.requestable}
      onChange={(event) => change(event.currentTarget.checked)}
    />
  );
}
