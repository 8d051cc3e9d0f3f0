// One user store: how it is, how it is read, its settings, and what was changed about it.
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type StoreDetails, showStore, synchroniseStore } from '#stores/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { isMissing } from '../../shared/call/problem.ts';
import { Page } from '../../shared/frame/page.tsx';
import { NotThere } from '../../shared/frame/states.tsx';
import { Banner, Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { nav } from '../../shared/strings/access.ts';
import { frame } from '../../shared/strings/frame.ts';
import { stores as say } from '../../shared/strings/stores.ts';
import { JournalOf } from '../journal/journal-of.tsx';
import { PageTabs } from '../tabs.tsx';
import { EditSettings } from './edit-settings.tsx';
import { Health } from './health.tsx';
import { notReadReason, type OpenedStore, StoreActions, useSynchronise } from './store-actions.tsx';
import { StoreDialog } from './store-dialog.tsx';
import { StoreState } from './store-state.tsx';
import { Synchronising } from './synchronising.tsx';
import { useLiveStores } from './use-live-stores.ts';

export function ShowStoreScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const go = useNavigate();
  const asked = useAsk(showStore, { id: params.id ?? '' });
  const [opened, setOpened] = useState<OpenedStore | null>(null);
  useLiveStores(asked.data ? [asked.data] : []);
  if (!asked.data || asked.data.id !== params.id || isMissing(asked.error)) return <NotThere asked={asked} noSuch={say.noSuch} />;
  const store = asked.data;
  return (
    <Page
      title={store.domain}
      crumbs={[{ says: nav.configure }, { says: say.title, to: '/stores' }]}
      beside={
        <>
          <Tag>{say.kinds[store.kind]}</Tag>
          <StoreState of={store.health} />
        </>
      }
      action={store.kind === 'primary' ? undefined : <Actions store={store} onOpen={setOpened} />}
    >
      {store.description && <p>{store.description}</p>}
      {store.kind === 'primary' ? <Primary store={store} /> : <Foreign store={store} />}
      {opened && <StoreDialog opened={opened} onClose={() => setOpened(null)} onDeleted={() => void go({ to: '/stores' })} />}
    </Page>
  );
}

function Actions({ store, onOpen }: { readonly store: StoreDetails; readonly onOpen: (opened: OpenedStore) => void }) {
  const { begin, busy } = useSynchronise(store);
  return (
    <>
      <Menu position="bottom-end" width={210}>
        <Menu.Target>
          <Button variant="default" rightSection={<IconChevronDown size={14} />}>
            {frame.actions}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <StoreActions store={store} sync={store.sync} onOpen={onOpen} />
        </Menu.Dropdown>
      </Menu>
      <DoButton needs={synchroniseStore.needs} refused={notReadReason(store, store.sync)} loading={busy} onClick={() => begin(false)}>
        {say.actions.now}
      </DoButton>
    </>
  );
}

const Primary = ({ store }: { readonly store: StoreDetails }) => (
  <Banner>
    {say.primaryFixed} {say.counts(store.users, store.groups)}.
  </Banner>
);

function Foreign({ store }: { readonly store: StoreDetails }) {
  const health = () => (
    <>
      <Synchronising store={store} />
      <Health store={store} />
    </>
  );
  const tabs = [
    { id: 'health', says: say.tabs.health, body: health },
    { id: 'settings', says: say.tabs.settings, body: () => <Settings store={store} /> },
    { id: 'journal', says: say.tabs.journal, body: () => <JournalOf id={store.id} /> },
  ];
  return <PageTabs tabs={tabs} />;
}

/** What a file declares is shown and can be tried, and cannot be typed over. */
const Settings = ({ store }: { readonly store: StoreDetails }) => (
  <>
    {store.declared && <Banner>{say.declaredIn(store.declaredIn)}</Banner>}
    <EditSettings key={store.declared ? `${store.id} ${store.version}` : store.id} store={store} />
  </>
);
