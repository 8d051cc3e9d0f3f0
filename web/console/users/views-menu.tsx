// Saved views beside the list: open one, save what is shown, share, rename or delete it.
import { Button, Menu } from '@mantine/core';
import { IconBookmark, IconCheck, IconDeviceFloppy, IconEdit, IconHistory, IconLink, IconTrash, IconUsers } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listJournal } from '#journal/contract.ts';
import { listViews, sharingNeeds, showView, updateView, type View } from '#views/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import type { Address } from '../../shared/frame/address.ts';
import { lazily } from '../../shared/frame/lazily.tsx';
import { DoItem } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { userTable } from '../../shared/strings/user-table.ts';
import { clearing } from './filters.ts';
import { addressOfView, isChanged, keptIn } from './views.ts';

const AddView = lazily(async () => (await import('./view-dialogs.tsx')).AddView);
const EditView = lazily(async () => (await import('./view-dialogs.tsx')).EditView);
const DeleteView = lazily(async () => (await import('./view-dialogs.tsx')).DeleteView);

const say = userTable.views;
const small = 14;
const shownMax = 200;
type Change = (values: Record<string, string | undefined>, replace?: boolean) => void;
type MenuProps = { readonly address: Address; readonly columns: readonly string[]; readonly onChange: Change };
type Opened = 'add' | 'edit' | 'delete' | null;

/** The view in the address, if it is there and may be seen. */
function useCurrentView(id: string | undefined): View | undefined {
  const { data } = useAsk(showView, { id: id ?? '' }, { enabled: Boolean(id) });
  return id && data?.id === id ? data : undefined;
}

function Listed({ views, current, onOpen }: { readonly views: readonly View[]; readonly current: View | undefined; readonly onOpen: (view: View) => void }) {
  const group = (title: string, some: readonly View[]) =>
    some.length > 0 && (
      <>
        <Menu.Label>{title}</Menu.Label>
        {some.map((view) => (
          <Menu.Item
            key={view.id}
            leftSection={view.id === current?.id ? <IconCheck size={small} /> : <span style={{ width: small }} />}
            onClick={() => onOpen(view)}
          >
            {view.name}
          </Menu.Item>
        ))}
      </>
    );
  return (
    <>
      {group(
        say.mine,
        views.filter(({ shared }) => !shared),
      )}
      {group(
        say.shared,
        views.filter(({ shared }) => shared),
      )}
      {views.length === 0 && <Menu.Label>{say.empty}</Menu.Label>}
    </>
  );
}

/** What can be done with the view that is open. */
function CurrentItems({ view, changed, onSave, onOpen }: { view: View; changed: boolean; onSave: () => void; onOpen: (opened: Opened) => void }) {
  const go = useNavigate();
  const needs = view.shared ? sharingNeeds : listViews.needs;
  const link = `${location.origin}/carbon/users/views/${view.id}`;
  const copy = () => void navigator.clipboard.writeText(link).then(() => told(say.copied), toldTrouble);
  return (
    <>
      <Menu.Divider />
      {changed && (
        <DoItem needs={needs} leftSection={<IconDeviceFloppy size={small} />} onClick={onSave}>
          {say.save(view.name)}
        </DoItem>
      )}
      <DoItem needs={needs} leftSection={<IconEdit size={small} />} onClick={() => onOpen('edit')}>
        {say.edit(view.name)}
      </DoItem>
      <Menu.Item leftSection={<IconLink size={small} />} onClick={copy}>
        {say.copy(view.name)}
      </Menu.Item>
      <DoItem
        needs={listJournal.needs}
        reads
        leftSection={<IconHistory size={small} />}
        onClick={() => void go({ to: '/journal', search: { object: view.id } })}
      >
        {say.journal(view.name)}
      </DoItem>
      <DoItem needs={needs} color="red" leftSection={<IconTrash size={small} />} onClick={() => onOpen('delete')}>
        {say.remove(view.name)}
      </DoItem>
    </>
  );
}

export function ViewsMenu({ address, columns, onChange }: MenuProps) {
  const { data } = useAsk(listViews, { limit: shownMax });
  const current = useCurrentView(address.view);
  const [opened, setOpened] = useState<Opened>(null);
  const update = useChange(updateView);
  const undo = useUndo();
  const changed = current ? isChanged(current, address) : false;
  const kept = { ...keptIn(address), columns: [...columns] };
  const open = (view: View) => onChange(addressOfView(view));
  const leave = () => onChange({ ...clearing(), sort: undefined, columns: undefined, view: undefined });
  const save = () => {
    if (!current) return;
    const { filter, sort, descending, columns: shown } = keptIn(address);
    const input = { id: current.id, version: current.version, filter, sort, descending, columns: shown };
    update.mutate(input, { onSuccess: (after) => told(say.saved(after.name), undo(after)), onError: toldTrouble });
  };
  const close = () => setOpened(null);
  return (
    <>
      <Menu position="bottom-start" width={280} onOpen={AddView.ready}>
        <Menu.Target>
          <Button variant="default" leftSection={<IconBookmark size={small} />} data-view={current?.name}>
            {current ? `${current.name}${changed ? ` · ${say.changed}` : ''}` : say.button}
          </Button>
        </Menu.Target>
        <Menu.Dropdown mah={480} style={{ overflow: 'auto' }}>
          {address.view && (
            <Menu.Item leftSection={<IconUsers size={small} />} onClick={leave}>
              {say.leave}
            </Menu.Item>
          )}
          <Listed views={data?.items ?? []} current={current} onOpen={open} />
          <Menu.Divider />
          <Menu.Item leftSection={<IconBookmark size={small} />} onClick={() => setOpened('add')}>
            {say.saveAs}
          </Menu.Item>
          {current && <CurrentItems view={current} changed={changed} onSave={save} onOpen={setOpened} />}
        </Menu.Dropdown>
      </Menu>
      {opened === 'add' && <AddView kept={kept} onAdded={open} onClose={close} />}
      {opened === 'edit' && current && <EditView view={current} onClose={close} />}
      {opened === 'delete' && current && <DeleteView view={current} onDeleted={leave} onClose={close} />}
    </>
  );
}
