// Users › Change Password › Link: by which he sets another password himself, handed over or mailed. Shown once.
import type { ReactNode } from 'react';
import { useState } from 'react';
import { makeRecoveryLink } from '#users/mail-contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Dialog, DoneDialog } from '../../shared/form/dialog.tsx';
import { Secret } from '../../shared/show/bits.tsx';
import { exactly } from '../../shared/show/moments.ts';
import { told } from '../../shared/show/toast.tsx';
import { users as say } from '../../shared/strings/users.ts';
import type { ActedOn } from './actions.tsx';

type Asked = {
  readonly user: ActedOn;
  readonly by: 'hand' | 'mail';
  readonly onClose: () => void /** Which way, chosen above it. */;
  readonly children: ReactNode;
};

export function RecoveryLink({ user, by, onClose, children }: Asked) {
  const words = say.dialogs.password;
  const make = useChange(makeRecoveryLink);
  const [made, setMade] = useState<{ readonly link: string; readonly endsAt: number } | null>(null);
  const name = user.shownName || user.userName;
  const act = async () => {
    const { link, to, endsAt } = await make.mutateAsync({ id: user.id, by });
    // Without base_url it has no host: this browser knows one that works.
    if (link !== undefined) return setMade({ link: new URL(link, location.origin).href, endsAt });
    told(words.link.sent(to));
    return onClose();
  };
  if (made) {
    return (
      <DoneDialog title={words.link.doneTitle(name)} onClose={onClose}>
        <Secret secret={made.link} />
        <span>{words.endsAt(exactly(made.endsAt, Date.now()))}</span>
      </DoneDialog>
    );
  }
  return (
    <Dialog title={words.title(name)} verb={words.link.verbs[by]} shows onDo={act} onClose={onClose} size="lg">
      {children}
      <span>{by === 'hand' ? words.link.hand : words.link.mail(user.mail)}</span>
    </Dialog>
  );
}
