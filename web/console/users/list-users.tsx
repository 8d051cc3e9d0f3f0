// Users and Roles › List › Users: all users of all stores; filters, sort, columns and view lie in the address.
import { Button } from '@mantine/core';
import { useHotkeys, useMediaQuery } from '@mantine/hooks';
import { IconClipboardText, IconPlus } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { addUser, countUsers, listUsers, showUser, type UserRow } from '#users/contract.ts';
import { useAhead, useAsk, usePages } from '../../shared/call/ask.ts';
import { type Address, useAddress, useEntry } from '../../shared/frame/address.ts';
import { pagesAhead } from '../../shared/frame/ahead.ts';
import { lazily } from '../../shared/frame/lazily.tsx';
import { Page } from '../../shared/frame/page.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav } from '../../shared/strings/access.ts';
import { userTable } from '../../shared/strings/user-table.ts';
import { users as say } from '../../shared/strings/users.ts';
import type { Selecting } from '../../shared/table/columns.ts';
import { ColumnsMenu } from '../../shared/table/columns-menu.tsx';
import { List } from '../../shared/table/list.tsx';
import { isEmpty, loadedState, named, nobody, ranged, type Selection, toggled, useSelection, withLoaded } from '../../shared/table/selection.ts';
import { type Opened, UserActions } from './actions.tsx';
import { chosenOf } from './chosen.ts';
import { compactUser } from './columns.tsx';
import { FilterBar } from './filter-bar.tsx';
import { clearing, filterNames, filterOf, sortOf, sortText } from './filters.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useColumns } from './use-columns.ts';
import { ViewsMenu } from './views-menu.tsx';

// Drawn for a few, or after something was selected: nobody waits for them to see the list.
const BulkActs = lazily(async () => (await import('./bulk-acts.tsx')).BulkActs);
const StaleStores = lazily(async () => (await import('./stale-stores.tsx')).StaleStores);
const PasteNames = lazily(async () => (await import('./paste-names.tsx')).PasteNames);
const UserDialog = lazily(async () => (await import('./user-dialog.tsx')).UserDialog);

const pageSize = 100;

function selectingOf(selection: Selection<UserRow>, select: (next: Selection<UserRow>) => void, rows: readonly UserRow[]): Selecting<UserRow> {
  const loaded = loadedState(selection, rows);
  return {
    loaded,
    has: ({ id }) => selection.all || selection.rows.has(id),
    toggle: (user) => select(toggled(selection, user, rows)),
    range: (user) => select(ranged(selection, user, rows)),
    toggleLoaded: () => select(loaded === 'all' ? nobody() : withLoaded(selection, rows)),
  };
}

/** A key for what lies over the list, or for a field, is none for the list. */
const isElsewhere = ({ target }: KeyboardEvent) => target instanceof Element && target.closest('[data-portal], textarea, input:not([type=checkbox])') !== null;

/** The list as the address asks for it. */
function askedBy(address: Address) {
  const filter = filterOf(address);
  const sort = sortOf(address);
  const order = { sort: sort.by, ...(sort.descending ? { descending: true } : {}) };
  return { filter, sort, order, page: { ...filter, ...order, limit: pageSize } };
}

function useUsers() {
  const { address, change } = useAddress();
  const { filter, sort, order, page } = askedBy(address);
  const pages = usePages(listUsers, page);
  // After the rows, which somebody waits for: both would keep the same database busy.
  const counted = useAsk(countUsers, filter, { enabled: !pages.first && !pages.old });
  const list = JSON.stringify([filter, order]);
  // While the rows are still those of the list before, so is everything said about them.
  const [shown, setShown] = useState(list);
  if (!pages.old && shown !== list) setShown(list);
  return { address, change, filter, sort, order, pages, count: counted.isPlaceholderData ? undefined : counted.data, list, shown };
}

export function ListUsersScreen() {
  const { address, change, filter, sort, order, pages, count, list, shown } = useUsers();
  const go = useNavigate();
  const ahead = useAhead(showUser);
  const entry = useEntry();
  const [opened, setOpened] = useState<Opened | null>(null);
  const [pasting, setPasting] = useState(false);
  const columns = useColumns(address, change);
  const { selection, select } = useSelection<UserRow>('users', list);
  const narrow = useMediaQuery('(max-width: 72em)', false, { getInitialValueInEffect: false });
  const chosen = chosenOf(selection, filter, order);
  const search = useCallback((typed: string) => change({ search: typed || undefined }, true), [change]);
  const filtered = filterNames.some((name) => address[name]) || Boolean(address.search);
  const near = (user: UserRow) => {
    ahead({ id: user.id });
    UserDialog.ready();
  };
  useHotkeys([['mod+A', (event) => isElsewhere(event) || select(withLoaded(selection, pages.rows))]]);
  // Also from the box of a row.
  useHotkeys([['Escape', (event) => isElsewhere(event) || select(nobody()), { preventDefault: false }]], []);
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.usersAndRoles }, { says: nav.list }]}
      fills
      action={
        <DoButton needs={addUser.needs} leftSection={<IconPlus size={15} />} onClick={() => void go({ to: '/users/add' })}>
          {say.add}
        </DoButton>
      }
    >
      <StaleStores domain={address.domain ?? ''} />
      <List
        name="users"
        label={say.title}
        noun={say.noun}
        columns={columns.columns}
        pages={pages}
        count={count}
        sort={sort}
        onSort={(next) => change({ sort: sortText(next) }, true)}
        search={{ value: address.search ?? '', says: say.search, onChange: search }}
        tools={
          <>
            <ViewsMenu address={address} columns={columns.ids} onChange={change} />
            <FilterBar address={address} onChange={change} />
          </>
        }
        beside={
          <>
            <Button variant="default" leftSection={<IconClipboardText size={14} />} onClick={() => setPasting(true)}>
              {userTable.selection.paste}
            </Button>
            <ColumnsMenu
              all={columns.all}
              chosen={columns.ids}
              kept={columns.inAddress ? userTable.columns.keptInView : userTable.columns.kept}
              onChange={columns.set}
              onReset={() => columns.set([])}
            />
          </>
        }
        filtered={filtered}
        onClear={() => change(clearing(), true)}
        nothing={say.nothing}
        nameOf={(user) => user.shownName || user.userName}
        onOpen={(user) => void go({ to: '/users/$id', params: { id: user.id } })}
        onHover={near}
        actions={(user) => <UserActions user={user} onOpen={setOpened} />}
        compact={compactUser}
        selecting={selectingOf(selection, select, pages.rows)}
        list={shown}
        entry={entry}
        bar={
          isEmpty(selection) ? null : (
            <SelectionBar selection={selection} chosen={chosen} list={list} count={count} columns={columns.columns} onSelect={select}>
              <BulkActs chosen={chosen} narrow={narrow} />
            </SelectionBar>
          )
        }
      />
      {opened && <UserDialog opened={opened} onClose={() => setOpened(null)} />}
      {pasting && <PasteNames onPasted={(names) => select(named(names))} onClose={() => setPasting(false)} />}
    </Page>
  );
}

ListUsersScreen.ahead = pagesAhead(listUsers, (address) => askedBy(address).page);
