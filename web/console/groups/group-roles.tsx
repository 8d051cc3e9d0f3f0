// The roles that every member of a group holds: its own, and those of the groups around it; and what all of them open.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeRolesOfGroup, rolesOfGroup, type showGroup } from '#groups/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { picksGiven, picksReady, type RolePick, RolePicker } from '../../shared/form/pickers.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Dim, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { termSays } from '../../shared/show/moments.ts';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { told } from '../../shared/show/toast.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { groupPage } from '../../shared/strings/groups.ts';
import { storeHomes } from '../../shared/strings/store-homes.ts';
import { users } from '../../shared/strings/users.ts';
import { ActorName } from '../journal/actor-name.tsx';
import { SmallTable } from '../small-table.tsx';
import { useHome } from '../stores/home.ts';
import { RolesOpen } from './roles-open.tsx';
import { Taking } from './taking.tsx';

const words = groupPage.roles;

type Whole = OutputOf<typeof showGroup>;
type Held = OutputOf<typeof rolesOfGroup>['items'][number];

/** The same role may be given several times, each on others, and to several groups. */
const heldId = ({ role, scope, from, through }: Held) => `${role.id} ${JSON.stringify(scope)} ${from} ${through.map(({ id }) => id).join()}`;

function GiveRoles({ group, onClose }: { readonly group: Whole; readonly onClose: () => void }) {
  const change = useChange(changeRolesOfGroup);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly RolePick[]>([]);
  const act = async () => {
    told(say.rolesChanged, undo(await change.mutateAsync({ id: group.id, version: group.version, give: picksGiven(chosen) })));
    onClose();
  };
  const ready = chosen.length > 0 && picksReady(chosen);
  const { says } = useHome(group.domain);
  const administrative = chosen.filter((pick) => pick.administrative).map(({ name }) => name);
  return (
    <Dialog title={say.giveRoles} verb={say.giveVerb(chosen.length)} ready={ready} typed={chosen.length > 0} onDo={act} onClose={onClose} size="lg">
      <RolePicker chosen={chosen} onChange={setChosen} without={group.roles.filter((each) => each.scope === null).map((each) => each.role.id)} />
      {says && administrative.length > 0 && <Banner tone="warn">{storeHomes.ownerDecides(says, administrative.join(', '))}</Banner>}
    </Dialog>
  );
}

function TakeRole({ group, role, onClose }: { readonly group: Whole; readonly role: Held['role']; readonly onClose: () => void }) {
  const change = useChange(changeRolesOfGroup);
  const undo = useUndo();
  const act = async () => told(say.taken(role.name), undo(await change.mutateAsync({ id: group.id, take: [role.id] })));
  return (
    <Taking
      title={groupPage.taking.role(role.name, group.name)}
      verb={groupPage.taking.roleVerb}
      rehearsal={{ id: group.id, do: 'take-roles', ids: [role.id] }}
      onDo={act}
      onClose={onClose}
    />
  );
}

/** "this group", or the way up to the group it was given to. */
function From({ held: { inherited, through } }: { readonly held: Held }) {
  if (!inherited) return words.own;
  if (through.length === 0) return <Dim>{words.hidden}</Dim>;
  return (
    <span>
      {through.map(({ id, name }, index) => (
        <span key={id}>
          {index > 0 && ' › '}
          <Link to="/groups/$id" params={{ id }} search={{ tab: 'roles' }}>
            {name}
          </Link>
        </span>
      ))}
    </span>
  );
}

export function GroupRoles({ group }: { readonly group: Whole }) {
  const asked = useAsk(rolesOfGroup, { id: group.id });
  const rule = useRefusals('group', group.id);
  const [giving, setGiving] = useState(false);
  const [taken, setTaken] = useState<Held['role'] | null>(null);
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const { items, opens } = asked.data;
  const rows = items.map((held) => ({
    id: heldId(held),
    off: !held.inForce,
    cells: [
      <Link key="role" to="/roles/$id" params={{ id: held.role.id }}>
        {held.role.name}
      </Link>,
      <From key="from" held={held} />,
      <span key="term">
        {termSays(held)} {!held.inForce && <Tag tone="warn">{users.roles.notInForce}</Tag>}
      </span>,
      <ScopeText key="scope" scope={held.scope} />,
      <ActorName key="by" id={held.givenBy} at={held.givenAt} />,
      <DoButton
        key="take"
        size="compact-xs"
        variant="default"
        needs={changeRolesOfGroup.needs}
        refused={held.inherited ? words.notOwn : rule(changeRolesOfGroup)}
        onClick={() => setTaken(held.role)}
      >
        {say.take}
      </DoButton>,
    ],
  }));
  const heads = [users.roles.role, words.from, users.roles.term, users.roles.scope, users.roles.givenBy];
  return (
    <>
      <Section
        title={words.title}
        says={words.says}
        action={
          <DoButton variant="default" needs={changeRolesOfGroup.needs} refused={rule(changeRolesOfGroup)} onClick={() => setGiving(true)}>
            {say.giveRoles}
          </DoButton>
        }
      >
        <SmallTable label={words.title} heads={heads} rows={rows} empty={say.noRoles} actions />
      </Section>
      <RolesOpen opens={opens} />
      {giving && <GiveRoles group={group} onClose={() => setGiving(false)} />}
      {taken && <TakeRole group={group} role={taken} onClose={() => setTaken(null)} />}
    </>
  );
}
