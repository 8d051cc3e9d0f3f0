// Roles or groups that were deleted and not brought back: their entries in the journal, each with what Undo would do.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { listJournal } from '#journal/contract.ts';
import { usePages } from '../../shared/call/ask.ts';
import { Paging } from '../../shared/frame/states.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { useMay } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { bin as say } from '../../shared/strings/bin.ts';
import { type EntryRow, rowOf } from '../journal/columns.tsx';
import { EntryDialog } from '../journal/entry.tsx';
import { actorName } from '../journal/story.ts';
import { SmallTable } from '../small-table.tsx';

export function DeletedNamed({ of }: { readonly of: 'roles' | 'groups' }) {
  const { may, because } = useMay(listJournal.needs);
  const pages = usePages(listJournal, { operation: `${of}.delete`, limit: 100 }, { enabled: may });
  const [shown, setShown] = useState<EntryRow | null>(null);
  if (!may) return <Banner>{because}</Banner>;
  const rows = pages.rows
    .filter((entry) => entry.undoneBy === null)
    .map(rowOf)
    .map((entry) => ({
      id: entry.id,
      cells: [
        entry.images.find(({ kind }) => kind === of.slice(0, -1))?.name ?? '',
        <When key="at" at={entry.at} />,
        actorName(entry),
        entry.reason,
        <Dim key="kept">{say.inJournal}</Dim>,
        <Button key="restore" size="compact-xs" variant="default" onClick={() => setShown(entry)}>
          {say.restore}
        </Button>,
      ],
    }));
  return (
    <Paging pages={pages}>
      <SmallTable label={say.tabs[of]} heads={[say.name, say.deleted, say.by, say.reason, say.kept]} rows={rows} empty={say.noneOf[of]} actions />
      {shown && <EntryDialog entry={shown} onClose={() => setShown(null)} />}
    </Paging>
  );
}
