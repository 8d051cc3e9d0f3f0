// The roles that every member of a group holds.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeRolesOfGroup, type showGroup } from '#groups/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { picksGiven, picksReady, type RolePick, RolePicker } from '../../shared/form/pickers.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { termSays } from '../../shared/show/moments.ts';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { users } from '../../shared/strings/users.ts';
import { ActorName } from '../journal/actor-name.tsx';
import { SmallTable } from '../small-table.tsx';

/** The same role may be given several times, each on others. */
const givingId = ({ role, scope }: Whole['roles'][number]) => `${role.id} ${JSON.stringify(scope)}`;

type Whole = OutputOf<typeof showGroup>;

function GiveRoles({ group, onClose }: { readonly group: Whole; readonly onClose: () => void }) {
  const change = useChange(changeRolesOfGroup);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly RolePick[]>([]);
  const act = async () => {
    told(say.rolesChanged, undo(await change.mutateAsync({ id: group.id, version: group.version, give: picksGiven(chosen) })));
    onClose();
  };
  const ready = chosen.length > 0 && picksReady(chosen);
  return (
    <Dialog title={say.giveRoles} verb={say.giveVerb(chosen.length)} ready={ready} typed={chosen.length > 0} onDo={act} onClose={onClose} size="lg">
      <RolePicker chosen={chosen} onChange={setChosen} without={group.roles.filter((each) => each.scope === null).map((each) => each.role.id)} />
    </Dialog>
  );
}

export function GroupRoles({ group }: { readonly group: Whole }) {
  const change = useChange(changeRolesOfGroup);
  const [giving, setGiving] = useState(false);
  const undo = useUndo();
  const take = ({ role }: Whole['roles'][number]) =>
    change.mutate({ id: group.id, take: [role.id] }, { onSuccess: (done) => told(say.taken(role.name), undo(done)), onError: toldTrouble });
  const rows = group.roles.map((held) => ({
    id: givingId(held),
    off: !held.inForce,
    cells: [
      <Link key="role" to="/roles/$id" params={{ id: held.role.id }}>
        {held.role.name}
      </Link>,
      <span key="term">
        {termSays(held)} {!held.inForce && <Tag tone="warn">{users.roles.notInForce}</Tag>}
      </span>,
      <ScopeText key="scope" scope={held.scope} />,
      <ActorName key="by" id={held.givenBy} at={held.givenAt} />,
      <DoButton key="take" size="compact-xs" variant="default" needs={changeRolesOfGroup.needs} onClick={() => take(held)}>
        {say.take}
      </DoButton>,
    ],
  }));
  return (
    <Section
      title={say.roles}
      says={say.rolesSays}
      action={
        <DoButton variant="default" needs={changeRolesOfGroup.needs} onClick={() => setGiving(true)}>
          {say.giveRoles}
        </DoButton>
      }
    >
      <SmallTable
        label={say.roles}
        heads={[users.roles.role, users.roles.term, users.roles.scope, users.roles.givenBy]}
        rows={rows}
        empty={say.noRoles}
        actions
      />
      {giving && <GiveRoles group={group} onClose={() => setGiving(false)} />}
    </Section>
  );
}
