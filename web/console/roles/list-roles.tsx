// Users and Roles › List › Roles, with Rename, Permissions, Assign Users, View Users and Delete.
import { IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { addRole, listRoles, type Role, showRole } from '#roles/contract.ts';
import { useAhead, usePages } from '../../shared/call/ask.ts';
import { type Address, useAddress } from '../../shared/frame/address.ts';
import { pagesAhead } from '../../shared/frame/ahead.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Dim, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { nav, roles as say } from '../../shared/strings/access.ts';
import { counted } from '../../shared/strings/counted.ts';
import { useAsRead } from '../../shared/table/as-read.ts';
import type { Column } from '../../shared/table/columns.ts';
import { List } from '../../shared/table/list.tsx';
import { type OpenedRole, RoleActions, RoleDialog } from './role-dialog.tsx';

const tagsOf = (role: Role) => (
  <>
    {role.builtIn && <Tag>{say.builtIn}</Tag>}
    {role.administrative && <Tag tone="warn">{say.administrative}</Tag>}
  </>
);
const heldBy = (role: Role, count: number) => (role.builtIn === 'everyone' ? <Dim>–</Dim> : counted(count));

const columns = (): readonly Column<Role>[] => [
  {
    id: 'name',
    title: say.name,
    width: 300,
    cell: (role) => (
      <>
        <strong>{role.name}</strong>
        {tagsOf(role)}
      </>
    ),
  },
  { id: 'description', title: say.description, width: 320, grows: true, cell: (role) => <Dim>{role.description}</Dim> },
  { id: 'users', title: say.users, width: 100, right: true, cell: (role) => heldBy(role, role.users) },
  { id: 'groups', title: say.groups, width: 90, right: true, cell: (role) => heldBy(role, role.groups) },
  { id: 'changed', title: say.changed, width: 140, right: true, cell: (role) => <When at={role.changedAt} /> },
];

const nameOf = ({ name }: Role) => name;

const pageOf = ({ search }: Address) => ({ limit: 100, ...(search ? { search } : {}) });

export function ListRolesScreen() {
  const { address, change } = useAddress();
  const go = useNavigate();
  const [opened, setOpened] = useState<OpenedRole | null>(null);
  const pages = useAsRead(usePages(listRoles, pageOf(address)), nameOf);
  const search = useCallback((typed: string) => change({ search: typed || undefined }, true), [change]);
  const cols = useMemo(columns, []);
  const ahead = useAhead(showRole);
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.usersAndRoles }, { says: nav.list }]}
      fills
      action={
        <DoButton needs={addRole.needs} leftSection={<IconPlus size={15} />} onClick={() => void go({ to: '/roles/add' })}>
          {say.add}
        </DoButton>
      }
    >
      <List
        name="roles"
        label={say.title}
        noun={say.noun}
        columns={cols}
        pages={pages}
        search={{ value: address.search ?? '', says: say.search, onChange: search }}
        filtered={Boolean(address.search)}
        onClear={() => change({ search: undefined }, true)}
        nothing={say.nothing}
        nameOf={nameOf}
        onOpen={(role) => void go({ to: '/roles/$id', params: { id: role.id } })}
        onHover={(role) => ahead({ id: role.id })}
        actions={(role) => <RoleActions role={role} onOpen={setOpened} />}
        compact={(role) => (
          <span>
            <strong>{role.name}</strong> {tagsOf(role)}
            <br />
            <Dim>{role.description}</Dim>
          </span>
        )}
      />
      {opened && <RoleDialog opened={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}

ListRolesScreen.ahead = pagesAhead(listRoles, pageOf);
