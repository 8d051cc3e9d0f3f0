// Users › Assign Roles: the roles he does not hold yet, each with an optional from – until and scope.
import { useState } from 'react';
import { changeRolesOfUser, rolesOfUser } from '#users/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { picksGiven, picksReady, type RolePick, RolePicker } from '../../shared/form/pickers.tsx';
import { told } from '../../shared/show/toast.tsx';
import { users as say } from '../../shared/strings/users.ts';
import type { ActedOn } from './actions.tsx';

export function AssignRoles({ user, onClose }: { readonly user: ActedOn; readonly onClose: () => void }) {
  const words = say.dialogs.roles;
  const held = useAsk(rolesOfUser, { id: user.id });
  const change = useChange(changeRolesOfUser);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly RolePick[]>([]);
  const name = user.shownName || user.userName;
  // What is held on some only may be given again, on others.
  const whole = (held.data?.items ?? []).filter((each) => each.through.length === 0 && each.scope === null).map((each) => each.role.id);
  const act = async () => {
    told(say.done.rolesChanged(name), undo(await change.mutateAsync({ id: user.id, give: picksGiven(chosen) })));
    onClose();
  };
  const ready = chosen.length > 0 && picksReady(chosen);
  return (
    <Dialog title={words.title(name)} verb={words.verb(chosen.length)} ready={ready} typed={chosen.length > 0} onDo={act} onClose={onClose} size="lg">
      <RolePicker chosen={chosen} onChange={setChosen} without={whole} />
    </Dialog>
  );
}
