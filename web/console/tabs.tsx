// The tabs of a page; the open one stands in the address.
import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAddress } from '../shared/frame/address.ts';
import classes from './console.module.css';

export type Tab = { readonly id: string; readonly says: string; readonly body: () => ReactNode };

/** Only the open tab is drawn, and so only it asks the server. */
export function PageTabs({ tabs }: { readonly tabs: readonly Tab[] }) {
  const { address, change } = useAddress();
  const open = tabs.find((tab) => tab.id === address.tab) ?? tabs[0];
  if (!open) return null;
  return (
    <Tabs value={open.id} onChange={(id) => change({ tab: id === tabs[0]?.id ? undefined : (id ?? undefined) })}>
      <Tabs.List className={classes.tabs ?? ''}>
        {tabs.map((tab) => (
          <Tabs.Tab key={tab.id} value={tab.id}>
            {tab.says}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value={open.id}>{open.body()}</Tabs.Panel>
    </Tabs>
  );
}
