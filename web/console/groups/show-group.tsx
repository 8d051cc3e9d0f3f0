// One group's page: its members, the nesting around it, and the roles that all of them hold through it.
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { deleteGroup, showGroup, updateGroup } from '#groups/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { isMissing } from '../../shared/call/problem.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { Page } from '../../shared/frame/page.tsx';
import { NotThere } from '../../shared/frame/states.tsx';
import { Banner, IdText } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { journal, nav, groups as say } from '../../shared/strings/access.ts';
import { groupPage } from '../../shared/strings/groups.ts';
import { storeHomes } from '../../shared/strings/store-homes.ts';
import { JournalOf } from '../journal/journal-of.tsx';
import { useHome } from '../stores/home.ts';
import { PageTabs } from '../tabs.tsx';
import { DeleteGroup, EditGroup } from './edit-group.tsx';
import { GroupMembers } from './group-members.tsx';
import { GroupNesting } from './group-nesting.tsx';
import { GroupRoles } from './group-roles.tsx';

type Whole = OutputOf<typeof showGroup>;

export function ShowGroupScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const asked = useAsk(showGroup, { id: params.id ?? '' });
  if (!asked.data || asked.data.id !== params.id || isMissing(asked.error)) return <NotThere asked={asked} noSuch={say.noSuch} />;
  return <ShowGroup group={asked.data} />;
}

function ShowGroup({ group }: { readonly group: Whole }) {
  const go = useNavigate();
  const rule = useRefusals('group', group.id);
  const home = useHome(group.domain);
  const there = home.says ? storeHomes.nameThere(home.says) : undefined;
  const [opened, setOpened] = useState<'' | 'edit' | 'remove'>('');
  const tabs = [
    { id: 'members', says: groupPage.tabs.members, body: () => <GroupMembers key={group.id} group={group} /> },
    { id: 'nesting', says: groupPage.tabs.nesting, body: () => <GroupNesting key={group.id} group={group} /> },
    { id: 'roles', says: groupPage.tabs.roles, body: () => <GroupRoles key={group.id} group={group} /> },
    { id: 'journal', says: journal.title, body: () => <JournalOf id={group.id} /> },
  ];
  const action = (
    <>
      <DoButton variant="default" needs={updateGroup.needs} refused={there ?? rule(updateGroup)} onClick={() => setOpened('edit')}>
        {say.edit}
      </DoButton>
      <DoButton variant="default" needs={deleteGroup.needs} refused={there ?? rule(deleteGroup)} onClick={() => setOpened('remove')}>
        {say.remove}
      </DoButton>
    </>
  );
  return (
    <Page title={group.name} crumbs={[{ says: nav.usersAndRoles }, { says: say.title, to: '/groups' }]} action={action}>
      {home.says && <Banner>{storeHomes.group(home.says)}</Banner>}
      {group.description && <p>{group.description}</p>}
      <p>
        <IdText id={group.id} />
      </p>
      <PageTabs tabs={tabs} />
      {opened === 'edit' && <EditGroup group={group} onClose={() => setOpened('')} />}
      {opened === 'remove' && <DeleteGroup group={group} onClose={() => setOpened('')} onDone={() => void go({ to: '/groups' })} />}
    </Page>
  );
}
