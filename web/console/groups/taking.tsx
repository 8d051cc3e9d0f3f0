// Before something is taken from a group: what would be lost by whom, as the server rehearses it, and then the verb.
import { useState } from 'react';
import type { InputOf, OutputOf } from '#contract.ts';
import { rehearseGroup } from '#groups/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { groupPage } from '../../shared/strings/groups.ts';
import classes from './groups.module.css';

const say = groupPage.taking;
/** Lines that are read; more are counted. */
const linesMax = 8;

type Props = {
  readonly title: string;
  readonly verb: string;
  readonly says?: string;
  readonly rehearsal: InputOf<typeof rehearseGroup>;
  readonly onDo: () => Promise<unknown>;
  readonly onClose: () => void;
};

export function Taking({ title, verb, says, rehearsal, onDo, onClose }: Props) {
  // As it was when the dialog was opened: doing it changes the group.
  const [asking] = useState(rehearsal);
  const asked = useAsk(rehearseGroup, asking, { staleMs: 0 });
  const act = async () => {
    await onDo();
    onClose();
  };
  return (
    <Dialog title={title} verb={verb} danger ready={!asked.isPending} onDo={act} onClose={onClose}>
      {says && <span>{says}</span>}
      {asked.data ? (
        <Lost found={asked.data} />
      ) : asked.error ? (
        <Banner tone="warn">
          {say.failed} {sentenceOf(asked.error)}
        </Banner>
      ) : (
        <Dim>{say.looking}</Dim>
      )}
    </Dialog>
  );
}

function Lost({ found }: { readonly found: OutputOf<typeof rehearseGroup> }) {
  const { users, losses, complete, scoped, yourself } = found;
  const notes = [...(complete ? [] : [say.cut]), ...(scoped ? [say.scoped] : [])];
  return (
    <section className={classes.lost} aria-label={say.losing} aria-live="polite">
      {losses.length === 0 ? (
        <span>{users === 0 && complete && !scoped ? say.nobodyInside : say.nobody}</span>
      ) : (
        <>
          <strong>{say.losing}</strong>
          <ul>
            {losses.slice(0, linesMax).map((loss) => (
              <li key={`${loss.what} ${loss.id}`}>{say.loss(loss.users, loss.name, loss.administrators, !complete)}</li>
            ))}
          </ul>
          {losses.length > linesMax && <span>{say.more(losses.length - linesMax)}</span>}
        </>
      )}
      {users > 0 && <Dim>{say.concerns(users, !complete)}</Dim>}
      {yourself && <strong>{say.yourself}</strong>}
      {notes.map((note) => (
        <Dim key={note}>{note}</Dim>
      ))}
    </section>
  );
}
