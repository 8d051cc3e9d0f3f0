// Users › Change Password: an administrator gives a temporary password, typed or generated, or a link by which the user sets his own. What is made is shown once.
import { Checkbox, SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { resetPassword } from '#users/contract.ts';
import { judgePassword } from '#users/password-contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Dialog, DoneDialog } from '../../shared/form/dialog.tsx';
import { useJudgement } from '../../shared/form/judgement.ts';
import { type PasswordChoice, PasswordFields, passwordFaults } from '../../shared/form/password-fields.tsx';
import { Secret } from '../../shared/show/bits.tsx';
import { exactly } from '../../shared/show/moments.ts';
import { told } from '../../shared/show/toast.tsx';
import { password as passwordSay } from '../../shared/strings/form.ts';
import { users as say } from '../../shared/strings/users.ts';
import type { ActedOn } from './actions.tsx';
import { RecoveryLink } from './recovery-link.tsx';

type Way = 'password' | 'hand' | 'mail';
type Props = { readonly user: ActedOn; readonly onClose: () => void };

/** Devices and programs follow no links. */
export function ChangePassword({ user, onClose }: Props) {
  const words = say.dialogs.password;
  const [way, setWay] = useState<Way>('password');
  const ways: readonly Way[] = user.mail === '' ? ['password', 'hand'] : ['password', 'hand', 'mail'];
  const choice = user.kind === 'person' && (
    <SegmentedControl
      fullWidth
      aria-label={words.how}
      data={ways.map((value) => ({ value, label: words.ways[value] }))}
      value={way}
      onChange={(value) => setWay(ways.find((one) => one === value) ?? 'password')}
    />
  );
  if (way !== 'password') {
    return (
      <RecoveryLink user={user} by={way} onClose={onClose}>
        {choice}
      </RecoveryLink>
    );
  }
  return (
    <TemporaryPassword user={user} onClose={onClose}>
      {choice}
    </TemporaryPassword>
  );
}

function TemporaryPassword({ user, onClose, children }: Props & { readonly children: ReactNode }) {
  const words = say.dialogs.password;
  const reset = useChange(resetPassword);
  const [choice, setChoice] = useState<PasswordChoice>({ how: 'generated', password: '', repeat: '' });
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [mustChange, setMustChange] = useState(user.kind === 'person');
  const [made, setMade] = useState<{ readonly secret: string; readonly endsAt: number } | null>(null);
  const judged = useJudgement(judgePassword, { id: user.id, password: choice.password }, choice.how === 'typed');
  const { ready } = passwordFaults(choice, judged);
  const name = user.shownName || user.userName;
  const act = async () => {
    const done = await reset.mutateAsync({ id: user.id, mustChange, ...(choice.how === 'typed' ? { password: choice.password } : {}) });
    if (done.temporaryPassword) return setMade({ secret: done.temporaryPassword, endsAt: done.endsAt });
    told(say.done.passwordSet(name));
    return onClose();
  };
  if (made) {
    return (
      <DoneDialog title={words.doneTitle(name)} onClose={onClose}>
        <Secret secret={made.secret} />
        {made.endsAt > 0 && <span>{words.endsAt(exactly(made.endsAt, Date.now()))}</span>}
      </DoneDialog>
    );
  }
  return (
    <Dialog title={words.title(name)} verb={words.verb} ready={ready} typed={choice.password !== ''} shows onDo={act} onClose={onClose} size="lg">
      {children}
      <span>{words.says}</span>
      <PasswordFields
        choice={choice}
        judged={judged}
        onChange={setChoice}
        ways={['generated', 'typed']}
        left={left}
        onLeave={(field) => setLeft((before) => new Set([...before, field]))}
      />
      <Checkbox
        label={passwordSay.mustChange}
        description={user.domain === 'PRIMARY' ? passwordSay.mustChangeSays : passwordSay.mustChangeThere}
        checked={mustChange}
        onChange={(event) => setMustChange(event.currentTarget.checked)}
      />
    </Dialog>
  );
}
