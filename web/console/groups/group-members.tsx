// The direct members of a group.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeMembers, membersOfGroup, type showGroup } from '#groups/contract.ts';
import { useChange, usePages } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import type { Pick } from '../../shared/form/picker.tsx';
import { UserPicker } from '../../shared/form/pickers.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Paging } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { State } from '../../shared/show/state.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';

type Whole = OutputOf<typeof showGroup>;

function AddMembers({ group, without, onClose }: { readonly group: Whole; readonly without: readonly string[]; readonly onClose: () => void }) {
  const change = useChange(changeMembers);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly Pick[]>([]);
  const act = async () => {
    told(say.membersChanged, undo(await change.mutateAsync({ id: group.id, add: chosen.map((each) => each.id) })));
    onClose();
  };
  return (
    <Dialog
      title={say.addMembers}
      verb={say.addMembersVerb(chosen.length)}
      ready={chosen.length > 0}
      typed={chosen.length > 0}
      onDo={act}
      onClose={onClose}
      size="lg"
    >
      <UserPicker chosen={chosen} onChange={setChosen} without={without} />
    </Dialog>
  );
}

export function GroupMembers({ group }: { readonly group: Whole }) {
  const pages = usePages(membersOfGroup, { id: group.id, limit: 100 });
  const change = useChange(changeMembers);
  const [adding, setAdding] = useState(false);
  const undo = useUndo();
  const takeOut = (id: string, name: string) =>
    change.mutate({ id: group.id, remove: [id] }, { onSuccess: (done) => told(say.takenOut(name), undo(done)), onError: toldTrouble });
  const rows = pages.rows.map((member) => {
    const name = member.shownName || member.userName;
    return {
      id: member.id,
      cells: [
        <Link key="name" to="/users/$id" params={{ id: member.id }}>
          {name}
        </Link>,
        <Dim key="user">
          {member.domain}/{member.userName}
        </Dim>,
        <State key="state" of={member} />,
        <DoButton key="out" size="compact-xs" variant="default" needs={changeMembers.needs} onClick={() => takeOut(member.id, name)}>
          {say.takeOut}
        </DoButton>,
      ],
    };
  });
  return (
    <Section
      title={say.members}
      action={
        <DoButton variant="default" needs={changeMembers.needs} onClick={() => setAdding(true)}>
          {say.addMembers}
        </DoButton>
      }
    >
      <Paging pages={pages}>
        <SmallTable label={say.members} heads={[users.columns.name, users.columns.userName, users.columns.state]} rows={rows} empty={say.noMembers} actions />
      </Paging>
      {adding && <AddMembers group={group} without={pages.rows.map((member) => member.id)} onClose={() => setAdding(false)} />}
    </Section>
  );
}
