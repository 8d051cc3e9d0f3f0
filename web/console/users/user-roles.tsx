// Roles and groups of a user: each with where it comes from and until when; given and taken here.
import { Link } from '@tanstack/react-router';
import type { OutputOf } from '#contract.ts';
import { changeMembers } from '#groups/contract.ts';
import { changeRolesOfUser, rolesOfUser, type User } from '#users/contract.ts';
import { useAsk, useChange, useMe } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { termSays } from '../../shared/show/moments.ts';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { storeHomes } from '../../shared/strings/store-homes.ts';
import { users } from '../../shared/strings/users.ts';
import { ActorName } from '../journal/actor-name.tsx';
import { SmallTable } from '../small-table.tsx';
import { useHome } from '../stores/home.ts';
import type { Opened } from './actions.tsx';

const say = users.roles;
type Held = OutputOf<typeof rolesOfUser>['items'][number];

type InGroup = OutputOf<typeof rolesOfUser>['groups'][number];
type Through = Pick<Held | InGroup, 'through'>;

const comesFrom = ({ through }: Through, direct: string) => (through.length === 0 ? direct : say.throughGroups(through.map(({ name }) => name).join(' › ')));

/** Out of a group that he is in himself, unless its store or a rule forbids it. */
function Leave({ group, user }: { readonly group: InGroup; readonly user: User }) {
  const me = useMe();
  const leave = useChange(changeMembers);
  const undo = useUndo();
  const home = useHome(group.domain);
  const there = home.says && !home.writable ? storeHomes.membersThere(home.says) : undefined;
  const rule = useRefusals('group', group.id);
  const name = user.shownName || user.userName;
  const self = me.user.id === user.id ? frame.yourself : undefined;
  const refused = group.through.length > 0 ? users.groups.around : (self ?? there ?? rule(changeMembers));
  const out = () =>
    leave.mutate({ id: group.id, remove: [user.id] }, { onSuccess: (done) => told(users.groups.left(group.name, name), undo(done)), onError: toldTrouble });
  return (
    <DoButton size="compact-xs" variant="default" needs={changeMembers.needs} refused={refused} onClick={out}>
      {users.groups.leave}
    </DoButton>
  );
}

export function UserRoles({ user, onOpen }: { readonly user: User; readonly onOpen: (opened: Opened) => void }) {
  const me = useMe();
  const asked = useAsk(rolesOfUser, { id: user.id });
  const change = useChange(changeRolesOfUser);
  const undo = useUndo();
  const rule = useRefusals('user', user.id);
  const mine = me.user.id === user.id ? frame.yourself : undefined;
  const self = mine ?? rule(changeRolesOfUser);
  const name = user.shownName || user.userName;
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const { items } = asked.data;
  const take = (held: Held) =>
    change.mutate({ id: user.id, take: [held.role.id] }, { onSuccess: (done) => told(say.taken(held.role.name, name), undo(done)), onError: toldTrouble });
  const roleRows = items.map((held) => ({
    id: `${held.role.id} ${held.through.map((each) => each.id).join(' ')} ${JSON.stringify(held.scope)}`,
    off: !held.inForce,
    cells: [
      <Link key="role" to="/roles/$id" params={{ id: held.role.id }}>
        {held.role.name}
      </Link>,
      comesFrom(held, say.direct),
      <span key="term">
        {termSays(held)} {!held.inForce && <Tag tone="warn">{say.notInForce}</Tag>}
      </span>,
      <ScopeText key="scope" scope={held.scope} />,
      <ActorName key="by" id={held.givenBy} at={held.givenAt} />,
      <DoButton
        key="take"
        size="compact-xs"
        variant="default"
        needs={changeRolesOfUser.needs}
        refused={held.through.length > 0 ? say.viaGroup : self}
        onClick={() => take(held)}
      >
        {say.take}
      </DoButton>,
    ],
  }));
  const groupRows = asked.data.groups.map((group) => ({
    id: group.id,
    cells: [
      <Link key="group" to="/groups/$id" params={{ id: group.id }}>
        {group.name}
      </Link>,
      comesFrom(group, users.groups.direct),
      <Leave key="leave" group={group} user={user} />,
    ],
  }));
  return (
    <>
      <Section
        title={say.title}
        action={
          <DoButton variant="default" needs={changeRolesOfUser.needs} refused={self} onClick={() => onOpen({ act: 'roles', user })}>
            {say.assign}
          </DoButton>
        }
      >
        <SmallTable label={say.title} heads={[say.role, say.through, say.term, say.scope, say.givenBy]} rows={roleRows} empty={say.empty} actions />
      </Section>
      <Section
        title={users.groups.title}
        action={
          <DoButton variant="default" needs={changeMembers.needs} refused={mine} onClick={() => onOpen({ act: 'groups', user })}>
            {users.groups.join}
          </DoButton>
        }
      >
        <SmallTable label={users.groups.title} heads={[users.groups.title, say.through]} rows={groupRows} empty={users.groups.empty} actions />
      </Section>
    </>
  );
}
