// Puts a user into groups, one change for each group.
import { useState } from 'react';
import { changeMembers } from '#groups/contract.ts';
import { rolesOfUser } from '#users/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import type { Pick } from '../../shared/form/picker.tsx';
import { GroupPicker } from '../../shared/form/pickers.tsx';
import { told } from '../../shared/show/toast.tsx';
import { users as say } from '../../shared/strings/users.ts';
import type { ActedOn } from './actions.tsx';

export function JoinGroups({ user, onClose }: { readonly user: ActedOn; readonly onClose: () => void }) {
  const words = say.dialogs.groups;
  const held = useAsk(rolesOfUser, { id: user.id });
  const change = useChange(changeMembers);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly Pick[]>([]);
  const name = user.shownName || user.userName;
  const act = async () => {
    const done: object[] = [];
    for (const group of chosen) {
      done.push(await change.mutateAsync({ id: group.id, add: [user.id] }));
      setChosen((before) => before.filter((each) => each.id !== group.id));
    }
    told(say.done.groupsChanged(name), undo(...done));
    onClose();
  };
  return (
    <Dialog
      title={words.title(name)}
      verb={words.verb(chosen.length)}
      ready={chosen.length > 0}
      typed={chosen.length > 0}
      onDo={act}
      onClose={onClose}
      size="lg"
    >
      <GroupPicker
        chosen={chosen}
        onChange={setChosen}
        without={(held.data?.groups ?? []).filter(({ through }) => through.length === 0).map((group) => group.id)}
      />
    </Dialog>
  );
}
