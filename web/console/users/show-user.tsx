// One user's page: who he is, his state and why, and – tab by tab – what he holds, where he is signed in, and what was changed about him.
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { addToken } from '#sessions/contract.ts';
import { resetPassword, showUser, type User } from '#users/contract.ts';
import { useAsk, useMe } from '../../shared/call/ask.ts';
import { isMissing } from '../../shared/call/problem.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useAddress } from '../../shared/frame/address.ts';
import { Page } from '../../shared/frame/page.tsx';
import { NotThere } from '../../shared/frame/states.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { Face } from '../../shared/show/face.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { State } from '../../shared/show/state.tsx';
import { nav, tokens } from '../../shared/strings/access.ts';
import { frame } from '../../shared/strings/frame.ts';
import { users as say } from '../../shared/strings/users.ts';
import { JournalOf } from '../journal/journal-of.tsx';
import { PageTabs } from '../tabs.tsx';
import { TokensOf } from '../tokens/tokens-of.tsx';
import { actNames, type Opened, UserActions } from './actions.tsx';
import { InvitationBanner } from './invitation.tsx';
import { usePasswordThere } from './lives-in.tsx';
import { UserAccounts } from './user-accounts.tsx';
import { UserDialog } from './user-dialog.tsx';
import { UserFactors } from './user-factors.tsx';
import { UserOwned } from './user-owned.tsx';
import { UserPermissions } from './user-permissions.tsx';
import { UserProfile } from './user-profile.tsx';
import { UserRoles } from './user-roles.tsx';
import { UserSessions } from './user-sessions.tsx';

const nameOf = (user: User) => user.shownName || user.userName;

/** The first thing to be done with a user: a person has a password; a device or program has tokens instead. */
function Credential({ user, onOpen }: { readonly user: User; readonly onOpen: (opened: Opened) => void }) {
  const me = useMe();
  const { change } = useAddress();
  const rule = useRefusals('user', user.id);
  const passwordThere = usePasswordThere(user.domain);
  if (user.state === 'deleted') return null;
  if (user.kind !== 'person')
    return (
      <DoButton variant="default" needs={addToken.needs} refused={rule(addToken)} onClick={() => change({ tab: 'tokens', do: 'token' })}>
        {tokens.add}
      </DoButton>
    );
  const refused = me.user.id === user.id ? frame.yourself : (passwordThere ?? rule(resetPassword));
  return (
    <DoButton variant="default" needs={resetPassword.needs} refused={refused} onClick={() => onOpen({ act: 'password', user })}>
      {say.actions.changePassword}
    </DoButton>
  );
}

function Actions({ user, onOpen }: { readonly user: User; readonly onOpen: (opened: Opened) => void }) {
  return (
    <>
      <Credential user={user} onOpen={onOpen} />
      <Menu position="bottom-end" width={200}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            {frame.actions}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <UserActions user={user} onOpen={onOpen} />
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

/** The dialog that is open. The palette opens one by the address: `?do=lock`. */
function useOpened(user: User | undefined) {
  const { address, change } = useAddress();
  const me = useMe();
  const [opened, setOpened] = useState<Opened | null>(null);
  const act = actNames.find((name) => name === address.do);
  const asked = act && user && user.id !== me.user.id ? { act, user } : null;
  const set = (next: Opened | null) => {
    setOpened(next);
    if (address.do) change({ do: undefined }, true);
  };
  return { opened: opened ?? asked, setOpened: set };
}

/** Where he is signed in, and what he shows for it. */
const SignedIn = (props: { readonly user: User; readonly onOpen: (opened: Opened) => void }) => (
  <>
    <UserSessions {...props} />
    {props.user.kind === 'person' && <UserFactors {...props} />}
    {props.user.kind === 'person' && props.user.domain === 'PRIMARY' && <UserAccounts user={props.user} />}
  </>
);

export function ShowUserScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const asked = useAsk(showUser, { id: params.id ?? '' });
  const { opened, setOpened } = useOpened(asked.data);
  if (!asked.data || asked.data.id !== params.id || isMissing(asked.error)) return <NotThere asked={asked} noSuch={say.page.noSuch} />;
  const user = asked.data;
  const tabs = [
    { id: 'profile', says: say.page.tabs.profile, body: () => <UserProfile key={user.id} user={user} /> },
    { id: 'roles', says: say.page.tabs.roles, body: () => <UserRoles user={user} onOpen={setOpened} /> },
    { id: 'permissions', says: say.page.tabs.permissions, body: () => <UserPermissions key={user.id} user={user} /> },
    { id: 'sessions', says: say.page.tabs.sessions, body: () => <SignedIn user={user} onOpen={setOpened} /> },
    { id: 'tokens', says: say.page.tabs.tokens, body: () => <TokensOf user={user} /> },
    ...(user.kind === 'person' ? [{ id: 'owned', says: say.page.tabs.owned, body: () => <UserOwned user={user} /> }] : []),
    { id: 'journal', says: say.page.tabs.journal, body: () => <JournalOf id={user.id} /> },
  ];
  return (
    <Page
      title={nameOf(user)}
      crumbs={[{ says: nav.usersAndRoles }, { says: say.title, to: '/users' }]}
      face={<Face kind={user.kind} name={nameOf(user)} />}
      beside={<State of={user} />}
      action={<Actions user={user} onOpen={setOpened} />}
    >
      {user.stateReason && user.state !== 'active' && <Banner tone="warn">{user.stateReason}</Banner>}
      <InvitationBanner user={user} />
      <PageTabs tabs={tabs} />
      {opened && <UserDialog opened={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
