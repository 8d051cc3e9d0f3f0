// Users and Roles › List › Users: all users of all stores; filters and sort lie in the address.
import { IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { addUser, countUsers, listUsers, showUser, type UserRow } from '#users/contract.ts';
import { asking, useAsk, useCall, usePages } from '../../shared/call/ask.ts';
import { useAddress } from '../../shared/frame/address.ts';
import { Page } from '../../shared/frame/page.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav } from '../../shared/strings/access.ts';
import { users as say } from '../../shared/strings/users.ts';
import { List } from '../../shared/table/list.tsx';
import { type Opened, UserActions } from './actions.tsx';
import { compactUser, userColumns } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { clearing, filterNames, filterOf, sortOf, sortText } from './filters.ts';
import { UserDialog } from './user-dialog.tsx';

const pageSize = 100;

export function ListUsersScreen() {
  const { address, change } = useAddress();
  const go = useNavigate();
  const call = useCall();
  const cache = useQueryClient();
  const [opened, setOpened] = useState<Opened | null>(null);
  const filter = filterOf(address);
  const sort = sortOf(address);
  const pages = usePages(listUsers, { ...filter, sort: sort.by, ...(sort.descending ? { descending: true } : {}), limit: pageSize });
  const count = useAsk(countUsers, filter);
  const search = useCallback((typed: string) => change({ search: typed || undefined }, true), [change]);
  const columns = useMemo(userColumns, []);
  const filtered = filterNames.some((name) => address[name]) || Boolean(address.search);
  const add = () => void go({ to: '/users/add' });
  const near = (user: UserRow) => void cache.prefetchQuery({ ...asking(call, showUser, { id: user.id }), staleTime: 10_000 });
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.usersAndRoles }, { says: nav.list }]}
      fills
      action={
        <DoButton needs={addUser.needs} leftSection={<IconPlus size={15} />} onClick={add}>
          {say.add}
        </DoButton>
      }
    >
      <List
        label={say.title}
        noun={say.noun}
        columns={columns}
        pages={pages}
        count={count.data}
        sort={sort}
        onSort={(next) => change({ sort: sortText(next) }, true)}
        search={{ value: address.search ?? '', says: say.search, onChange: search }}
        tools={<FilterBar address={address} onChange={change} />}
        filtered={filtered}
        onClear={() => change(clearing(), true)}
        nothing={say.nothing}
        nameOf={(user) => user.shownName || user.userName}
        onOpen={(user) => void go({ to: '/users/$id', params: { id: user.id } })}
        onHover={near}
        actions={(user) => <UserActions user={user} onOpen={setOpened} />}
        compact={compactUser}
      />
      {opened && <UserDialog opened={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
