// Who is in a group: directly, and through the groups inside it, each with the way; and what everybody in it holds through it.
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeMembers, rolesOfGroup, type showGroup, usersInGroup } from '#groups/contract.ts';
import { useAsk, useChange, usePages } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import type { Pick } from '../../shared/form/picker.tsx';
import { UserPicker } from '../../shared/form/pickers.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Paging } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { dayOf } from '../../shared/show/moments.ts';
import { State } from '../../shared/show/state.tsx';
import { told } from '../../shared/show/toast.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { groupPage } from '../../shared/strings/groups.ts';
import { storeHomes } from '../../shared/strings/store-homes.ts';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';
import { useHome } from '../stores/home.ts';
import classes from './groups.module.css';
import { Taking } from './taking.tsx';

const words = groupPage.members;
const settleMs = 180;

type Whole = OutputOf<typeof showGroup>;
type Member = OutputOf<typeof usersInGroup>['items'][number];
const nameOf = (member: Member) => member.shownName || member.userName;

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

function TakeOut({ group, member, onClose }: { readonly group: Whole; readonly member: Member; readonly onClose: () => void }) {
  const change = useChange(changeMembers);
  const undo = useUndo();
  const act = async () => told(say.takenOut(nameOf(member)), undo(await change.mutateAsync({ id: group.id, remove: [member.id] })));
  return (
    <Taking
      title={groupPage.taking.user(nameOf(member), group.name)}
      verb={groupPage.taking.outVerb}
      rehearsal={{ id: group.id, do: 'take-users', ids: [member.id] }}
      onDo={act}
      onClose={onClose}
    />
  );
}

/** "directly", or each way from his own group up to the one that lies in this group. */
function Ways({ member: { direct, ways, more } }: { readonly member: Member }) {
  return (
    <span>
      {direct && <span className={classes.way}>{words.direct}</span>}
      {ways.map((way) => (
        <span key={way.map(({ id }) => id).join()} className={classes.way}>
          {words.through}{' '}
          {way.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ' › '}
              <Link to="/groups/$id" params={{ id }}>
                {name}
              </Link>
            </span>
          ))}
        </span>
      ))}
      {more > 0 && <Dim>{ways.length === 0 ? words.hidden : words.moreWays(more)}</Dim>}
    </span>
  );
}

/** The roles in force here, each with its end: what being in the group is worth. */
function Held({ id }: { readonly id: string }) {
  const { data } = useAsk(rolesOfGroup, { id });
  const held = (data?.items ?? []).filter(({ inForce }) => inForce);
  if (held.length === 0) return null;
  return (
    <p className={classes.hold}>
      {words.hold}{' '}
      {held.map((one, index) => (
        <span key={`${one.role.id} ${one.from} ${one.until} ${JSON.stringify(one.scope)} ${one.through.map((each) => each.id).join()}`}>
          {index > 0 && ', '}
          <Link to="/roles/$id" params={{ id: one.role.id }}>
            {one.role.name}
          </Link>
          {one.until > 0 && ` ${words.until(dayOf(one.until))}`}
        </span>
      ))}
      .
    </p>
  );
}

export function GroupMembers({ group }: { readonly group: Whole }) {
  const home = useHome(group.domain);
  const rule = useRefusals('group', group.id);
  const there = home.says && !home.writable ? storeHomes.membersThere(home.says) : rule(changeMembers);
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), settleMs);
  const pages = usePages(usersInGroup, { id: group.id, limit: 100, ...(search ? { search } : {}) });
  const [adding, setAdding] = useState(false);
  const [out, setOut] = useState<Member | null>(null);
  const rows = pages.rows.map((member) => ({
    id: member.id,
    cells: [
      <Link key="name" to="/users/$id" params={{ id: member.id }}>
        {nameOf(member)}
      </Link>,
      <Dim key="user">
        {member.domain}/{member.userName}
      </Dim>,
      <State key="state" of={member} />,
      <Ways key="ways" member={member} />,
      <DoButton
        key="out"
        size="compact-xs"
        variant="default"
        needs={changeMembers.needs}
        refused={there ?? (member.direct ? undefined : words.notDirect)}
        onClick={() => setOut(member)}
      >
        {say.takeOut}
      </DoButton>,
    ],
  }));
  const heads = [users.columns.name, users.columns.userName, users.columns.state, words.way];
  return (
    <Section
      title={words.title}
      says={words.says}
      action={
        <DoButton variant="default" needs={changeMembers.needs} refused={there} onClick={() => setAdding(true)}>
          {say.addMembers}
        </DoButton>
      }
    >
      <Held id={group.id} />
      <div className={classes.found}>
        <TextInput
          data-search
          type="search"
          className={classes.search ?? ''}
          leftSection={<IconSearch size={14} />}
          placeholder={words.search}
          aria-label={words.search}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <Paging pages={pages}>
        <SmallTable label={words.title} heads={heads} rows={rows} empty={search ? words.noMatch : words.nobody} actions />
      </Paging>
      {adding && <AddMembers group={group} without={pages.rows.filter(({ direct }) => direct).map((member) => member.id)} onClose={() => setAdding(false)} />}
      {out && <TakeOut group={group} member={out} onClose={() => setOut(null)} />}
    </Section>
  );
}
