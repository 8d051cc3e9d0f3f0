// One entry of the journal, whole: by which right, through which door, and what differs.
import { Modal, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { JournalEntry } from '#journal/contract.ts';
import { Copy, Dim, Facts } from '../../shared/show/bits.tsx';
import { Coded } from '../../shared/show/coded.tsx';
import { wordOf } from '../../shared/show/deed.ts';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { wholly } from '../../shared/show/moments.ts';
import { journal as say } from '../../shared/strings/access.ts';
import { story } from '../../shared/strings/story.ts';
import classes from '../console.module.css';
import { type Display, differencesOf, fieldSays } from './diff.ts';
import { linksOf, UndoEntry } from './undo-entry.tsx';

type Shown = JournalEntry['images'][number];

function ImageDiff({ image, display }: { readonly image: Shown; readonly display: Display }) {
  const differences = differencesOf(image.before, image.after);
  return (
    <section>
      <strong>
        <Coded sort="kinds" code={image.kind} /> {image.name}
      </strong>{' '}
      <Link to="/journal" search={{ object: image.id }}>
        {story.filters.allAbout}
      </Link>
      {image.erased && (
        <p>
          <Dim>{say.erased}</Dim>
        </p>
      )}
      {differences.length === 0 && !image.erased && (
        <p>
          <Dim>{say.noFields}</Dim>
        </p>
      )}
      {differences.length > 0 && (
        <table className={classes.diff}>
          <thead>
            <tr>
              <th scope="col">{say.field}</th>
              <th scope="col">{say.before}</th>
              <th scope="col">{say.after}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map((each) => (
              <tr key={each.field}>
                <td>{fieldSays(each.field, display)}</td>
                <td className={each.before ? classes.was : undefined}>{each.before}</td>
                <td className={each.after ? classes.is : undefined}>{each.after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

export function EntryDialog({ entry, onClose }: { readonly entry: JournalEntry; readonly onClose: () => void }) {
  const display = useDisplayPath();
  const right = entry.right.startsWith('/permission') ? display(entry.right) : wordOf('rights', entry.right);
  const rows = [
    [say.when, wholly(entry.at)],
    [
      say.who,
      <span key="who">
        {entry.actor.name || entry.actor.id || wordOf('kinds', entry.actor.kind)}{' '}
        {entry.actor.id && (
          <Link to="/journal" search={{ actor: entry.actor.id }}>
            {story.filters.allBy}
          </Link>
        )}
      </span>,
    ],
    [say.what, <Coded key="what" sort="operations" code={entry.operation} />],
    [say.right, right],
    [say.door, <Coded key="door" sort="doors" code={entry.door} />],
    ...(entry.reason ? [[say.reason, entry.reason] as const] : []),
    ...linksOf(entry),
    [
      say.hash,
      <span key="hash">
        <code>{entry.hash.slice(0, 24)}…</code> <Copy text={entry.hash} />
      </span>,
    ],
  ] as const;
  return (
    <Modal opened onClose={onClose} title={say.entry(entry.number)} size="xl">
      <Stack gap="md">
        <Facts rows={rows} />
        {!entry.undoneBy && <UndoEntry entry={entry} onClose={onClose} />}
        {entry.images.map((image) => (
          <ImageDiff key={`${image.kind} ${image.id}`} image={image} display={display} />
        ))}
      </Stack>
    </Modal>
  );
}
