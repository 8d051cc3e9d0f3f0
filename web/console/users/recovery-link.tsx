// Users › Change Password › Link or code: by which he sets another password himself, handed over, said to him, or mailed. Shown once.
import type { ReactNode } from 'react';
import { useState } from 'react';
import { makeRecoveryLink } from '#users/mail-contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Dialog, DoneDialog } from '../../shared/form/dialog.tsx';
import { Secret, SecretText } from '../../shared/show/bits.tsx';
import { timeOf } from '../../shared/show/moments.ts';
import { told } from '../../shared/show/toast.tsx';
import { users as say } from '../../shared/strings/users.ts';
import type { ActedOn } from './actions.tsx';

type Asked = {
  readonly user: ActedOn;
  readonly by: 'hand' | 'mail';
  readonly onClose: () => void /** Which way, chosen above it. */;
  readonly children: ReactNode;
};

type Made = { readonly link: string; readonly code: string; readonly codeAt: string; readonly endsAt: number };

export function RecoveryLink({ user, by, onClose, children }: Asked) {
  const words = say.dialogs.password;
  const make = useChange(makeRecoveryLink);
  const [made, setMade] = useState<Made | null>(null);
  const name = user.shownName || user.userName;
  const act = async () => {
    const { link, code = '', codeAt = '', to, endsAt } = await make.mutateAsync({ id: user.id, by });
    // Without base_url they have no host: this browser knows one that works.
    const whole = (address: string) => new URL(address, location.origin).href;
    if (link !== undefined) return setMade({ link: whole(link), code, codeAt: whole(codeAt), endsAt });
    told(words.link.sent(to));
    return onClose();
  };
  if (made) {
    return (
      <DoneDialog title={words.link.doneTitle(name)} onClose={onClose}>
        <span>{words.link.give}</span>
        <SecretText secret={made.link} />
        <span>{words.link.tell(made.codeAt)}</span>
        <Secret secret={made.code} />
        <span>{words.link.bothEnd(timeOf(made.endsAt))}</span>
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
