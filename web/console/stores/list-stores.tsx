// Configure › User Stores: where users live, PRIMARY first, with the state of each, how many there are, and as of when.
import { IconPlus } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { addStore, type StoreDetails, showStore } from '#stores/contract.ts';
import { listStores, type Store } from '#stores/list-contract.ts';
import { asking, useAsk, useCall, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Dim, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { nav } from '../../shared/strings/access.ts';
import { counted } from '../../shared/strings/counted.ts';
import { stores as say } from '../../shared/strings/stores.ts';
import type { Column } from '../../shared/table/columns.ts';
import { List } from '../../shared/table/list.tsx';
import { type OpenedStore, StoreActions } from './store-actions.tsx';
import { StoreDialog } from './store-dialog.tsx';
import { type Condition, runSays, StoreState } from './store-state.tsx';
import classes from './stores.module.css';
import { useLiveStores } from './use-live-stores.ts';

type Row = Store & { readonly details: StoreDetails | undefined };

/** Each of the few stores is asked for by itself: what it costs to say is borne by this screen alone. */
function useRows() {
  const call = useCall();
  const may = holds(useMe(), showStore.needs);
  const asked = useAsk(listStores, {});
  const items = asked.data?.items ?? [];
  const details = useQueries({
    queries: items.map(({ id }) => ({ ...asking(call, showStore, { id }), enabled: may })),
    combine: (answers) => new Map(answers.flatMap(({ data }) => (data ? [[data.id, data] as const] : []))),
  });
  const rows = items.map((store): Row => ({ ...store, details: details.get(store.id) }));
  return { asked, rows };
}

/** While nothing more is known, what the list itself says. */
const conditionOf = ({ details, enabled, staleSince }: Row): Condition =>
  details?.health ?? { state: enabled ? (staleSince > 0 ? 'failing' : 'unknown') : 'off', failingSince: staleSince, says: '' };

const isPrimary = ({ kind }: Store) => kind === 'primary';

const columns = (): readonly Column<Row>[] => [
  {
    id: 'domain',
    title: say.columns.domain,
    width: 220,
    grows: true,
    cell: (store) => (
      <>
        <strong>{store.domain}</strong>
        {!isPrimary(store) && store.writable && <Tag>{say.writable}</Tag>}
        <Dim>{store.description}</Dim>
      </>
    ),
  },
  { id: 'kind', title: say.columns.kind, width: 150, cell: ({ kind }) => <Dim>{say.kinds[kind]}</Dim> },
  { id: 'state', title: say.columns.state, width: 210, cell: (store) => <StoreState of={conditionOf(store)} /> },
  { id: 'users', title: say.columns.users, width: 96, right: true, cell: ({ users }) => counted(users) },
  { id: 'groups', title: say.columns.groups, width: 90, right: true, cell: ({ details }) => (details ? counted(details.groups) : '') },
  {
    id: 'asOf',
    title: say.columns.asOf,
    width: 130,
    right: true,
    cell: (store) => (isPrimary(store) ? <Dim>{say.always}</Dim> : <When at={store.asOf} />),
  },
  {
    id: 'run',
    title: say.columns.run,
    width: 200,
    cell: (store) => <Dim>{isPrimary(store) || !store.details ? '' : runSays(store.details.sync)}</Dim>,
  },
];

export function ListStoresScreen() {
  const go = useNavigate();
  const { asked, rows } = useRows();
  const [opened, setOpened] = useState<OpenedStore | null>(null);
  const cols = useMemo(columns, []);
  useLiveStores(rows.flatMap(({ details }) => (details ? [details] : [])));
  const pages = {
    rows,
    complete: true,
    first: asked.isPending,
    more: false,
    loading: asked.isFetching,
    busy: asked.isPending,
    old: false,
    goOn: () => {},
    asked,
  };
  return (
    <Page
      title={say.title}
      crumbs={[{ says: nav.configure }]}
      fills
      action={
        <DoButton needs={addStore.needs} leftSection={<IconPlus size={15} />} onClick={() => void go({ to: '/stores/add' })}>
          {say.add}
        </DoButton>
      }
    >
      <p>{say.says}</p>
      <List
        name="stores"
        label={say.title}
        noun={say.noun}
        columns={cols}
        pages={pages}
        nothing={say.nothing}
        nameOf={({ domain }) => domain}
        onOpen={({ id }) => void go({ to: '/stores/$id', params: { id } })}
        actions={(store) => <StoreActions store={store} {...(store.details ? { sync: store.details.sync } : {})} onOpen={setOpened} />}
        compact={(store) => (
          <span>
            <span className={classes.head}>
              <strong>{store.domain}</strong>
              <StoreState of={conditionOf(store)} />
            </span>
            <Dim>
              {say.kinds[store.kind]}, {say.counts(store.users, store.details?.groups ?? 0)}
            </Dim>
          </span>
        )}
      />
      {opened && <StoreDialog opened={opened} onClose={() => setOpened(null)} />}
    </Page>
  );
}
