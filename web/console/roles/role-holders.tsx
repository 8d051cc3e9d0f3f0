// Who holds a role directly: users and groups, from – until, on what, given by whom.
import { Link } from '@tanstack/react-router';
import { changeRolesOfGroup } from '#groups/contract.ts';
import { changeMembersOfRole, membersOfRole, type Role, updateRole } from '#roles/contract.ts';
import { useChange, usePages } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Paging } from '../../shared/frame/states.tsx';
import { Banner, Dim, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { termSays } from '../../shared/show/moments.ts';
import { ScopeText } from '../../shared/show/scope-text.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { roles as say } from '../../shared/strings/access.ts';
import { roleUse } from '../../shared/strings/role-changes.ts';
import { users } from '../../shared/strings/users.ts';
import { ActorName } from '../journal/actor-name.tsx';
import { SmallTable } from '../small-table.tsx';
import { heldReason } from './role-dialog.tsx';
import classes from './roles.module.css';

export function RoleHolders({ role, onAssign }: { readonly role: Role; readonly onAssign: () => void }) {
  const everybody = heldReason(role);
  const pages = usePages(membersOfRole, { id: role.id, limit: 100 }, { enabled: !everybody });
  const fromUser = useChange(changeMembersOfRole);
  const fromGroup = useChange(changeRolesOfGroup);
  const undo = useUndo();
  const rule = useRefusals('role', role.id);
  if (everybody) return <Banner>{everybody}</Banner>;
  const rows = pages.rows.map((held) => {
    const name = held.shownName || held.name;
    const answer = { onSuccess: (done: object) => told(say.taken(name), undo(done)), onError: toldTrouble };
    const take = () =>
      held.holder === 'user' ? fromUser.mutate({ id: role.id, remove: [held.id] }, answer) : fromGroup.mutate({ id: held.id, take: [role.id] }, answer);
    const link =
      held.holder === 'user' ? (
        <Link key="holder" to="/users/$id" params={{ id: held.id }}>
          {name}
        </Link>
      ) : (
        <Link key="holder" to="/groups/$id" params={{ id: held.id }}>
          {name}
        </Link>
      );
    return {
      id: `${held.holder} ${held.id} ${JSON.stringify(held.scope)}`,
      cells: [
        <span key="name">
          {link} {held.holder === 'group' ? <Tag>{say.asGroup}</Tag> : held.shownName && <Dim>{held.name}</Dim>}
        </span>,
        termSays(held),
        <ScopeText key="scope" scope={held.scope} />,
        <ActorName key="by" id={held.givenBy} at={held.givenAt} />,
        <DoButton
          key="take"
          size="compact-xs"
          variant="default"
          needs={held.holder === 'user' ? changeMembersOfRole.needs : changeRolesOfGroup.needs}
          refused={rule(changeMembersOfRole)}
          onClick={take}
        >
          {say.take}
        </DoButton>,
      ],
    };
  });
  return (
    <Section
      title={say.tabs.users}
      action={
        <DoButton variant="default" needs={changeMembersOfRole.needs} refused={rule(changeMembersOfRole)} onClick={onAssign}>
          {say.actions.assign}
        </DoButton>
      }
    >
      <p className={classes.use}>
        <Link to="/users" search={{ roleAny: role.id }}>
          {roleUse.everybody}
        </Link>
        <Link to="/who" search={{ permission: updateRole.needs }}>
          {roleUse.changers}
        </Link>
      </p>
      <Paging pages={pages}>
        <SmallTable label={say.tabs.users} heads={[say.holder, say.term, say.on, users.roles.givenBy]} rows={rows} empty={say.noHolders} actions />
      </Paging>
    </Section>
  );
}
