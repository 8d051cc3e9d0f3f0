// What the journal's list shows of an entry.
import type { JournalEntry } from '#journal/contract.ts';
import { aboutEntry } from '../../shared/show/about-entry.ts';
import { Dim } from '../../shared/show/bits.tsx';
import { Coded } from '../../shared/show/coded.tsx';
import { When } from '../../shared/show/when.tsx';
import { journal as say } from '../../shared/strings/access.ts';
import type { Column } from '../../shared/table/columns.ts';
import type { Display } from './diff.ts';
import { actorName, storyOf } from './story.ts';

export type EntryRow = JournalEntry & { readonly id: string };

export const rowOf = (entry: JournalEntry): EntryRow => ({ ...entry, id: String(entry.number) });

export const entryColumns = (display: Display): readonly Column<EntryRow>[] => [
  { id: 'number', title: say.number, width: 84, right: true, cell: (entry) => <Dim>{entry.number}</Dim> },
  { id: 'at', title: say.when, width: 130, cell: (entry) => <When at={entry.at} /> },
  { id: 'actor', title: say.who, width: 180, cell: (entry) => <span>{actorName(entry)}</span> },
  { id: 'operation', title: say.what, width: 180, cell: (entry) => <Coded sort="operations" code={entry.operation} /> },
  { id: 'about', title: say.about, width: 300, grows: true, cell: (entry) => <span title={aboutEntry(entry)}>{storyOf(entry, { display })}</span> },
  { id: 'door', title: say.door, width: 120, cell: (entry) => <Coded sort="doors" code={entry.door} /> },
];

export const compactEntry = (display: Display) => (entry: EntryRow) => (
  <span>
    {actorName(entry)} {storyOf(entry, { display })}
    <br />
    <Dim>
      {aboutEntry(entry)} · <When at={entry.at} />
    </Dim>
  </span>
);
