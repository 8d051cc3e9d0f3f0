// Users and Roles › Recycle bin: what was deleted, by whom and why, and the way back. Roles and groups come back from their entry in the journal.
import { Page } from '../../shared/frame/page.tsx';
import { nav } from '../../shared/strings/access.ts';
import { bin as say } from '../../shared/strings/bin.ts';
import { PageTabs } from '../tabs.tsx';
import { DeletedNamed } from './deleted-named.tsx';
import { DeletedUsers } from './deleted-users.tsx';

export function RecycleBinScreen() {
  const tabs = [
    { id: 'users', says: say.tabs.users, body: () => <DeletedUsers /> },
    { id: 'roles', says: say.tabs.roles, body: () => <DeletedNamed key="roles" of="roles" /> },
    { id: 'groups', says: say.tabs.groups, body: () => <DeletedNamed key="groups" of="groups" /> },
  ];
  return (
    <Page title={say.title} crumbs={[{ says: nav.usersAndRoles }]}>
      <p>{say.says}</p>
      <PageTabs tabs={tabs} />
    </Page>
  );
}
