// What a change of a definition would break: a sentence for each rule, and who comes first. Carried out only as shown.
import { Link } from '@tanstack/react-router';
import type { Rehearsal } from '#attributes/contract.ts';
import { Dialog, DoneDialog } from '../../shared/form/dialog.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { attributes as say } from '../../shared/strings/attributes.ts';
import { counted } from '../../shared/strings/counted.ts';

function Breaks({ rehearsal }: { readonly rehearsal: Rehearsal }) {
  return (
    <div>
      {rehearsal.breaks.map(({ rule, says, users, first }) => (
        <section key={rule} aria-label={says}>
          <strong>{says}</strong>
          <ul>
            {first.map((user) => (
              <li key={user.id}>
                <Link to="/users/$id" params={{ id: user.id }}>
                  {user.shownName || user.userName}
                </Link>
                {user.value && <Dim> · {user.value}</Dim>}
              </li>
            ))}
            {users > first.length && first.length > 0 && <li>{say.andMore(counted(users - first.length))}</li>}
          </ul>
        </section>
      ))}
      <Dim>{say.looked(counted(rehearsal.looked))}</Dim>
    </div>
  );
}

type Props = { readonly rehearsal: Rehearsal; readonly onKeep: () => Promise<unknown>; readonly onClose: () => void };

export function RehearsalDialog({ rehearsal, onKeep, onClose }: Props) {
  if (rehearsal.outcome === 'refused')
    return (
      <DoneDialog title={say.rehearsal} onClose={onClose}>
        <Breaks rehearsal={rehearsal} />
        <span>{say.breaksRefused}</span>
      </DoneDialog>
    );
  return (
    <Dialog title={say.rehearsal} verb={say.keep} onDo={onKeep} onClose={onClose}>
      <Breaks rehearsal={rehearsal} />
      <span>{say.breaksAsks}</span>
    </Dialog>
  );
}
