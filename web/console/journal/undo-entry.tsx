// Undo of one entry of the journal: whether it can be, what would happen, and if not, why.
import { Button, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { JournalEntry } from '#journal/contract.ts';
import { undoable } from '#undo/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { useUndoEntry } from '../../shared/call/undo.ts';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { When } from '../../shared/show/when.tsx';
import { journal } from '../../shared/strings/access.ts';
import { jobs } from '../../shared/strings/jobs.ts';
import { undoing as say } from '../../shared/strings/undoing.ts';

export function UndoEntry({ entry, onClose }: { readonly entry: JournalEntry; readonly onClose: () => void }) {
  const asked = useAsk(undoable, { number: entry.number }, { staleMs: 0 });
  const undoEntry = useUndoEntry();
  const [doing, setDoing] = useState(false);
  const act = async () => {
    setDoing(true);
    if (await undoEntry(entry.number)) onClose();
    else setDoing(false);
  };
  if (!asked.data) return asked.error ? null : <Dim>{say.looking}</Dim>;
  const { can, says, changes, conflicts } = asked.data;
  if (!can) return <Dim>{says}</Dim>;
  return (
    <Banner
      action={
        <Button loading={doing} onClick={() => void act()}>
          {say.verb}
        </Button>
      }
    >
      <Stack gap={2}>
        <strong>{say.says}</strong>
        {[...changes, ...conflicts].map((each) => (
          <span key={each}>{each}</span>
        ))}
      </Stack>
    </Banner>
  );
}

/** What it took back, who took it back, and the job it is part of. */
export function linksOf({ undoes, undoneBy, job }: JournalEntry) {
  const to = (number: number) => (
    <Link to="/journal" search={{ entry: String(number) }}>
      {journal.entry(number)}
    </Link>
  );
  return [
    ...(undoes > 0 ? [[say.undoes, to(undoes)] as const] : []),
    ...(undoneBy
      ? [
          [
            say.undoneBy,
            <span key="by">
              {undoneBy.name}, <When at={undoneBy.at} /> ({to(undoneBy.number)})
            </span>,
          ] as const,
        ]
      : []),
    ...(job
      ? [
          [
            say.job,
            <Link key="job" to="/jobs/$id" params={{ id: job }}>
              {jobs.plan.toJob}
            </Link>,
          ] as const,
        ]
      : []),
  ];
}
