// One role's page: its ticks in the permission tree, and who holds it.
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { deleteRole, showRole, updateRole } from '#roles/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { isMissing } from '../../shared/call/problem.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { Page } from '../../shared/frame/page.tsx';
import { NotThere } from '../../shared/frame/states.tsx';
import { IdText, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav, roles as say } from '../../shared/strings/access.ts';
import { frame } from '../../shared/strings/frame.ts';
import { signUp } from '../../shared/strings/sign-up.ts';
import { JournalOf } from '../journal/journal-of.tsx';
import { PageTabs } from '../tabs.tsx';
import { MayBeAsked } from './may-be-asked.tsx';
import { fixedReason, type OpenedRole, RoleActions, RoleDialog } from './role-dialog.tsx';
import { RoleHolders } from './role-holders.tsx';
import { RolePermissions } from './role-permissions.tsx';

export function ShowRoleScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const go = useNavigate();
  const asked = useAsk(showRole, { id: params.id ?? '' });
  const [opened, setOpened] = useState<OpenedRole | null>(null);
  const rule = useRefusals('role', params.id ?? '');
  if (!asked.data || asked.data.id !== params.id || isMissing(asked.error)) return <NotThere asked={asked} noSuch={say.noSuch} />;
  const role = asked.data;
  const tabs = [
    { id: 'permissions', says: say.tabs.permissions, body: () => <RolePermissions key={role.id} role={role} /> },
    { id: 'users', says: say.tabs.users, body: () => <RoleHolders role={role} onAssign={() => setOpened({ act: 'assign', role })} /> },
    { id: 'journal', says: say.tabs.journal, body: () => <JournalOf id={role.id} /> },
  ];
  const action = (
    <>
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            {frame.actions}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <RoleActions role={role} onOpen={setOpened} />
        </Menu.Dropdown>
      </Menu>
      <DoButton variant="default" needs={updateRole.needs} refused={fixedReason(role) ?? rule(updateRole)} onClick={() => setOpened({ act: 'rename', role })}>
        {say.actions.rename}
      </DoButton>
      <DoButton variant="default" needs={deleteRole.needs} refused={fixedReason(role) ?? rule(deleteRole)} onClick={() => setOpened({ act: 'remove', role })}>
        {say.actions.remove}
      </DoButton>
    </>
  );
  return (
    <Page
      title={role.name}
      crumbs={[{ says: nav.usersAndRoles }, { says: say.title, to: '/roles' }]}
      beside={
        <>
          {role.builtIn && <Tag>{say.builtIn}</Tag>}
          {role.administrative && <Tag tone="warn">{say.administrative}</Tag>}
          {role.requestable && <Tag tone="accent">{signUp.requestableTag}</Tag>}
        </>
      }
      action={action}
    >
      {role.description && <p>{role.description}</p>}
      <p>
        <IdText id={role.id} />
      </p>
      <MayBeAsked role={role} />
      <PageTabs tabs={tabs} />
      {opened && <RoleDialog opened={opened} onClose={() => setOpened(null)} onDeleted={() => void go({ to: '/roles' })} />}
    </Page>
  );
}
