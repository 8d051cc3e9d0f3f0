// The journal of one thing, as a tab of its page.

import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { listJournal } from '#journal/contract.ts';
import { usePages } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Paging } from '../../shared/frame/states.tsx';
import { Coded } from '../../shared/show/coded.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { When } from '../../shared/show/when.tsx';
import { journal as say } from '../../shared/strings/access.ts';
import { SmallTable } from '../small-table.tsx';
import { type EntryRow, rowOf } from './columns.tsx';
import { EntryDialog } from './entry.tsx';
import { SaveJournal } from './save-journal.tsx';
import { actorName, storyOf } from './story.ts';

export function JournalOf({ id }: { readonly id: string }) {
  const pages = usePages(listJournal, { object: id, limit: 50 });
  const display = useDisplayPath();
  const [shown, setShown] = useState<EntryRow | null>(null);
  const entries = useMemo(() => pages.rows.map(rowOf), [pages.rows]);
  const rows = entries.map((entry) => ({
    id: entry.id,
    cells: [
      <When key="at" at={entry.at} />,
      <strong key="who">{actorName(entry)}</strong>,
      <span key="what">{storyOf(entry, { id, display })}</span>,
      <Coded key="door" sort="doors" code={entry.door} />,
      <Button key="open" size="compact-xs" variant="default" onClick={() => setShown(entry)}>
        {say.entry(entry.number)}
      </Button>,
    ],
  }));
  return (
    <Section title={say.title} says={say.says} action={<SaveJournal filters={{ object: id }} />}>
      <Paging pages={pages}>
        <SmallTable label={say.title} heads={[say.when, say.who, say.what, say.door]} rows={rows} empty={say.nothing} actions />
      </Paging>
      {shown && <EntryDialog entry={shown} onClose={() => setShown(null)} />}
    </Section>
  );
}
