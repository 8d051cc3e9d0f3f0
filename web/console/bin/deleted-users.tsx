// Users in the recycle bin, the last deleted first, each with who deleted him and why, as far as the reader may know.
import { Checkbox, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AnyOperation } from '#contract.ts';
import { listJournal } from '#journal/contract.ts';
import { listUsers, type UserRow } from '#users/contract.ts';
import { purgeUser, restoreUser } from '#users/state-contract.ts';
import { useAsk, useMe, usePages } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { Paging } from '../../shared/frame/states.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { DoButton, useMay } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { bin as say } from '../../shared/strings/bin.ts';
import { frame } from '../../shared/strings/frame.ts';
import { table } from '../../shared/strings/table.ts';
import { users } from '../../shared/strings/users.ts';
import { useBeginBulk } from '../jobs/begin-bulk.ts';
import { actorName } from '../journal/story.ts';
import { SmallTable } from '../small-table.tsx';
import type { Opened } from '../users/actions.tsx';
import { UserDialog } from '../users/user-dialog.tsx';

const settleMs = 180;
const nameOf = (user: UserRow) => user.shownName || user.userName;

/** The newest entry about somebody in the bin is the one that put him there. */
function Told({ id, of }: { readonly id: string; readonly of: 'by' | 'reason' }) {
  const { may } = useMay(listJournal.needs);
  const { data } = useAsk(listJournal, { object: id, operation: 'users.delete', limit: 1 }, { enabled: may });
  const entry = data?.items[0];
  return <>{entry ? of === 'by' ? actorName(entry) : entry.reason : <Dim>–</Dim>}</>;
}

/** Disabled with the reason: the permission that is missing, or the rule that forbids it on this one. */
function Acts({ user, onOpen }: { readonly user: UserRow; readonly onOpen: (opened: Opened) => void }) {
  const me = useMe();
  const rule = useRefusals('user', user.id);
  const button = { size: 'compact-xs', variant: 'default' } as const;
  const refusedBy = (operation: AnyOperation) => (me.user.id === user.id ? frame.yourself : rule(operation));
  return (
    <Group gap={6} justify="flex-end" wrap="nowrap">
      <DoButton {...button} needs={restoreUser.needs} refused={refusedBy(restoreUser)} onClick={() => onOpen({ act: 'restore', user })}>
        {users.actions.restore}
      </DoButton>
      <DoButton {...button} needs={purgeUser.needs} refused={refusedBy(purgeUser)} c="var(--bad)" onClick={() => onOpen({ act: 'purge', user })}>
        {users.actions.purge}…
      </DoButton>
    </Group>
  );
}

export function DeletedUsers() {
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), settleMs);
  const pages = usePages(listUsers, { state: 'deleted', sort: 'changedAt', descending: true, limit: 50, ...(search ? { search } : {}) });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<Opened | null>(null);
  const begin = useBeginBulk();
  const toggle = (id: string) => setChosen((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));
  const rows = pages.rows.map((user) => ({
    id: user.id,
    cells: [
      <Checkbox
        key="name"
        aria-label={table.select(nameOf(user))}
        checked={chosen.has(user.id)}
        onChange={() => toggle(user.id)}
        label={
          <Link to="/users/$id" params={{ id: user.id }}>
            {nameOf(user)}
          </Link>
        }
      />,
      <When key="at" at={user.changedAt} />,
      <Told key="by" id={user.id} of="by" />,
      <Told key="reason" id={user.id} of="reason" />,
      <Dim key="kept">{say.untilRemoved}</Dim>,
      <Acts key="acts" user={user} onOpen={setOpened} />,
    ],
  }));
  return (
    <>
      <TextInput
        data-search
        type="search"
        mb="sm"
        maw={320}
        placeholder={say.search}
        aria-label={say.search}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {chosen.size > 0 && (
        <DoButton mb="sm" needs={restoreUser.needs} onClick={() => begin('restore', { ids: [...chosen] })}>
          {say.restoreAll(chosen.size)}
        </DoButton>
      )}
      <Paging pages={pages}>
        <SmallTable
          label={say.tabs.users}
          heads={[say.name, say.deleted, say.by, say.reason, say.kept]}
          rows={rows}
          empty={search ? table.noMatch : say.empty}
          actions
        />
      </Paging>
      {opened && <UserDialog opened={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
