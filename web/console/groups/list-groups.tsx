// Users and Roles › List › Groups.
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { addGroup, type Group, listGroups, showGroup } from '#groups/contract.ts';
import { useAhead, usePages } from '../../shared/call/ask.ts';
import { type Address, useAddress } from '../../shared/frame/address.ts';
import { pagesAhead } from '../../shared/frame/ahead.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { nav, groups as say } from '../../shared/strings/access.ts';
import { counted } from '../../shared/strings/counted.ts';
import { useAsRead } from '../../shared/table/as-read.ts';
import type { Column } from '../../shared/table/columns.ts';
import { List } from '../../shared/table/list.tsx';
import { DeleteGroup, EditGroup } from './edit-group.tsx';
import { GroupActions, type OpenedGroup } from './group-actions.tsx';

const columns = (): readonly Column<Group>[] => [
  { id: 'name', title: say.name, width: 240, cell: (group) => <strong>{group.name}</strong> },
  { id: 'description', title: say.description, width: 320, grows: true, cell: (group) => <Dim>{group.description}</Dim> },
  { id: 'domain', title: say.domain, width: 120, cell: (group) => <Dim>{group.domain}</Dim> },
  { id: 'members', title: say.members, width: 100, right: true, cell: (group) => counted(group.members) },
  { id: 'changed', title: say.changed, width: 140, right: true, cell: (group) => <When at={group.changedAt} /> },
];

const nameOf = ({ name }: Group) => name;

const pageOf = ({ search }: Address) => ({ limit: 100, ...(search ? { search } : {}) });

export function ListGroupsScreen() {
  const { address, change } = useAddress();
  const go = useNavigate();
  const [opened, setOpened] = useState<OpenedGroup | null>(null);
  const pages = useAsRead(usePages(listGroups, pageOf(address)), nameOf);
  const search = useCallback((typed: string) => change({ search: typed || undefined }, true), [change]);
  const cols = useMemo(columns, []);
  const ahead = useAhead(showGroup);
  const close = () => setOpened(null);
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.usersAndRoles }, { says: nav.list }]}
      fills
      action={
        <DoButton needs={addGroup.needs} leftSection={<IconPlus size={15} />} onClick={() => void go({ to: '/groups/add' })}>
          {say.add}
        </DoButton>
      }
    >
      <List
        name="groups"
        label={say.title}
        noun={say.noun}
        columns={cols}
        pages={pages}
        search={{ value: address.search ?? '', says: say.search, onChange: search }}
        filtered={Boolean(address.search)}
        onClear={() => change({ search: undefined }, true)}
        nothing={say.nothing}
        nameOf={nameOf}
        onOpen={(group) => void go({ to: '/groups/$id', params: { id: group.id } })}
        onHover={(group) => ahead({ id: group.id })}
        actions={(group) => <GroupActions group={group} onOpen={setOpened} />}
        compact={(group) => (
          <span>
            <strong>{group.name}</strong>
            <br />
            <Dim>{group.description}</Dim>
          </span>
        )}
      />
      {opened?.act === 'edit' && <EditGroup group={opened.group} onClose={close} />}
      {opened?.act === 'remove' && <DeleteGroup group={opened.group} onClose={close} />}
    </Page>
  );
}

ListGroupsScreen.ahead = pagesAhead(listGroups, pageOf);
