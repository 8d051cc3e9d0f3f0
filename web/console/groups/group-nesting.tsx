// The groups inside a group, and those it lies inside.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeNesting, type showGroup } from '#groups/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import type { Pick } from '../../shared/form/picker.tsx';
import { GroupPicker } from '../../shared/form/pickers.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { SmallTable } from '../small-table.tsx';

type Whole = OutputOf<typeof showGroup>;

function Nest({ group, onClose }: { readonly group: Whole; readonly onClose: () => void }) {
  const change = useChange(changeNesting);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly Pick[]>([]);
  const act = async () => {
    told(say.nestingChanged, undo(await change.mutateAsync({ id: group.id, version: group.version, add: chosen.map((each) => each.id) })));
    onClose();
  };
  const without = [group.id, ...group.children.map((each) => each.id)];
  return (
    <Dialog title={say.nest} verb={say.nestVerb(chosen.length)} ready={chosen.length > 0} typed={chosen.length > 0} onDo={act} onClose={onClose} size="lg">
      <GroupPicker chosen={chosen} onChange={setChosen} without={without} />
    </Dialog>
  );
}

export function GroupNesting({ group }: { readonly group: Whole }) {
  const change = useChange(changeNesting);
  const [nesting, setNesting] = useState(false);
  const undo = useUndo();
  const takeOut = (id: string, name: string) =>
    change.mutate({ id: group.id, remove: [id] }, { onSuccess: (done) => told(say.takenOut(name), undo(done)), onError: toldTrouble });
  const rows = group.children.map((child) => ({
    id: child.id,
    cells: [
      <Link key="name" to="/groups/$id" params={{ id: child.id }}>
        {child.name}
      </Link>,
      <DoButton key="out" size="compact-xs" variant="default" needs={changeNesting.needs} onClick={() => takeOut(child.id, child.name)}>
        {say.takeOut}
      </DoButton>,
    ],
  }));
  const parents = group.parents.map((parent) => ({
    id: parent.id,
    cells: [
      <Link key="name" to="/groups/$id" params={{ id: parent.id }}>
        {parent.name}
      </Link>,
    ],
  }));
  return (
    <>
      <Section
        title={say.nested}
        says={say.nestedSays}
        action={
          <DoButton variant="default" needs={changeNesting.needs} onClick={() => setNesting(true)}>
            {say.nest}
          </DoButton>
        }
      >
        <SmallTable label={say.nested} heads={[say.name]} rows={rows} empty={say.noNested} actions />
      </Section>
      {parents.length > 0 && (
        <Section title={say.parents}>
          <SmallTable label={say.parents} heads={[say.name]} rows={parents} empty="" />
        </Section>
      )}
      {nesting && <Nest group={group} onClose={() => setNesting(false)} />}
    </>
  );
}
