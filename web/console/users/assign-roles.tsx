// Users › Assign Roles: the roles he does not hold yet, each with an optional from – until.
import { useState } from 'react';
import { changeRolesOfUser, rolesOfUser } from '#users/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { reversed } from '../../shared/form/dates.tsx';
import { Dialog } from '../../shared/form/dialog.tsx';
import { type RolePick, RolePicker } from '../../shared/form/pickers.tsx';
import { told } from '../../shared/show/toast.tsx';
import { users as say } from '../../shared/strings/users.ts';
import type { ActedOn } from './actions.tsx';

export function AssignRoles({ user, onClose }: { readonly user: ActedOn; readonly onClose: () => void }) {
  const words = say.dialogs.roles;
  const held = useAsk(rolesOfUser, { id: user.id });
  const change = useChange(changeRolesOfUser);
  const [chosen, setChosen] = useState<readonly RolePick[]>([]);
  const name = user.shownName || user.userName;
  const direct = (held.data?.items ?? []).filter((each) => each.through.length === 0).map((each) => each.role.id);
  const act = async () => {
    await change.mutateAsync({ id: user.id, give: chosen.map((pick) => ({ role: pick.id, ...pick.term })) });
    told(say.done.rolesChanged(name));
    onClose();
  };
  const ready = chosen.length > 0 && !chosen.some((pick) => reversed(pick.term));
  return (
    <Dialog title={words.title(name)} verb={words.verb(chosen.length)} ready={ready} typed={chosen.length > 0} onDo={act} onClose={onClose} size="lg">
      <RolePicker chosen={chosen} onChange={setChosen} without={direct} />
    </Dialog>
  );
}
