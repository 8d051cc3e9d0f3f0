// Which dialog belongs to which action. Each says as a sentence what will happen; its button says the verb.
import { TextInput } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { InputOf, OutputOf } from '#contract.ts';
import { resetFactors } from '#factors/contract.ts';
import { viewAs, viewingMinutes } from '#sessions/contract.ts';
import { deleteUser, disableUser, enableUser, endSessions, lockUser, purgeUser, restoreUser, unlockUser } from '#users/state-contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { beginViewing } from '../../shared/call/viewing.ts';
import { MomentField } from '../../shared/form/dates.tsx';
import { Dialog, RefusedDialog } from '../../shared/form/dialog.tsx';
import { useFocusReturned } from '../../shared/frame/focus.ts';
import { told } from '../../shared/show/toast.tsx';
import { factors } from '../../shared/strings/factors.ts';
import { storeHomes } from '../../shared/strings/store-homes.ts';
import { users as say } from '../../shared/strings/users.ts';
import { useHome } from '../stores/home.ts';
import type { Act, ActedOn, Opened } from './actions.tsx';
import { useRefusedAct } from './refused-act.ts';

// What brings lists to choose from and forms for scopes is loaded when it is opened: the list of users is there sooner.
const AssignRoles = lazy(async () => ({ default: (await import('./assign-roles.tsx')).AssignRoles }));
const ChangePassword = lazy(async () => ({ default: (await import('./change-password.tsx')).ChangePassword }));
const JoinGroups = lazy(async () => ({ default: (await import('./join-groups.tsx')).JoinGroups }));

type Props = { readonly user: ActedOn; readonly onClose: () => void };

const nameOf = (user: ActedOn) => user.shownName || user.userName;
const reasoned = (reason: string) => (reason.trim() ? { reason: reason.trim() } : {});
const endedSays = (ended: { readonly sessions: number; readonly tokens: number }) => say.ended(ended.sessions, ended.tokens);

function LockDialog({ user, onClose }: Props) {
  const words = say.dialogs.lock;
  const lock = useChange(lockUser);
  const undo = useUndo();
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState(0);
  const act = async () => {
    const done = await lock.mutateAsync({ id: user.id, until, ...reasoned(reason) });
    told(say.done.locked(nameOf(user), endedSays(done.ended)), undo(done));
    onClose();
  };
  return (
    <Dialog title={words.title(nameOf(user))} verb={words.verb} danger typed={reason !== '' || until !== 0} onDo={act} onClose={onClose}>
      <span>{words.says}</span>
      <MomentField label={words.until} description={words.untilSays} value={until} onChange={setUntil} />
      <TextInput label={words.reason} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
    </Dialog>
  );
}

function DisableDialog({ user, onClose }: Props) {
  const words = say.dialogs.disable;
  const disable = useChange(disableUser);
  const undo = useUndo();
  const [reason, setReason] = useState('');
  const act = async () => {
    const done = await disable.mutateAsync({ id: user.id, ...reasoned(reason) });
    told(say.done.disabled(nameOf(user), endedSays(done.ended)), undo(done));
    onClose();
  };
  return (
    <Dialog title={words.title(nameOf(user))} verb={words.verb} danger typed={reason !== ''} onDo={act} onClose={onClose}>
      <span>{words.says}</span>
      <TextInput label={words.reason} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
    </Dialog>
  );
}

function DeleteDialog({ user, onClose }: Props) {
  const words = say.dialogs.remove;
  const remove = useChange(deleteUser);
  const undo = useUndo();
  const home = useHome(user.domain);
  // Only his store could bring him back.
  const isDeletedThere = home.says !== '' && home.writable;
  const [reason, setReason] = useState('');
  const act = async () => {
    const done = await remove.mutateAsync({ id: user.id, ...reasoned(reason) });
    told(say.done.deleted(nameOf(user), endedSays(done.ended)), isDeletedThere ? {} : undo(done));
    onClose();
  };
  return (
    <Dialog title={words.title(nameOf(user))} verb={words.verb} danger typed={reason !== ''} onDo={act} onClose={onClose}>
      <span>{isDeletedThere ? storeHomes.deletedThere(home.says) : words.says}</span>
      <TextInput label={words.reason} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
    </Dialog>
  );
}

function ResetFactorsDialog({ user, onClose }: Props) {
  const reset = useChange(resetFactors);
  const [reason, setReason] = useState('');
  const act = async () => {
    const done = await reset.mutateAsync({ id: user.id, ...reasoned(reason) });
    told(factors.resetDone(nameOf(user), endedSays(done.ended)));
    onClose();
  };
  return (
    <Dialog title={factors.resetTitle(nameOf(user))} verb={factors.resetVerb} danger typed={reason !== ''} onDo={act} onClose={onClose}>
      <span>{factors.resetSays}</span>
      <TextInput label={factors.reason} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
    </Dialog>
  );
}

function PurgeDialog({ user, onClose }: Props) {
  const words = say.dialogs.purge;
  const purge = useChange(purgeUser);
  const [typed, setTyped] = useState('');
  const act = async () => {
    await purge.mutateAsync({ id: user.id });
    told(say.done.purged(nameOf(user)));
    onClose();
  };
  return (
    <Dialog title={words.title(nameOf(user))} verb={words.verb} danger ready={typed === user.userName} onDo={act} onClose={onClose}>
      <span>{words.says}</span>
      <TextInput label={words.type(user.userName)} value={typed} autoComplete="off" onChange={(event) => setTyped(event.currentTarget.value)} />
    </Dialog>
  );
}

function ViewAsDialog({ user, onClose }: Props) {
  const words = say.dialogs.viewAs;
  const view = useChange(viewAs);
  const [reason, setReason] = useState('');
  const act = async () => beginViewing((await view.mutateAsync({ id: user.id, ...reasoned(reason) })).viewing);
  return (
    <Dialog title={words.title(nameOf(user))} verb={words.verb} onDo={act} onClose={onClose}>
      <span>{words.says(viewingMinutes)}</span>
      <TextInput label={words.reason} value={reason} maxLength={200} onChange={(event) => setReason(event.currentTarget.value)} />
    </Dialog>
  );
}

type SimpleOperation = typeof unlockUser | typeof enableUser | typeof endSessions | typeof restoreUser;
type SimpleProps<T extends SimpleOperation> = Props & {
  readonly operation: T;
  readonly words: { readonly title: (name: string) => string; readonly says: string; readonly verb: string };
  readonly done: (answer: OutputOf<T>) => string;
};

function SimpleDialog<T extends SimpleOperation>({ user, onClose, operation, words, done }: SimpleProps<T>) {
  const change = useChange(operation);
  const undo = useUndo();
  const act = async () => {
    // Each of these operations asks for nothing but the id.
    const answer = await change.mutateAsync({ id: user.id } as InputOf<T>);
    told(done(answer), operation.name === endSessions.name ? {} : undo(answer));
    onClose();
  };
  return (
    <Dialog title={words.title(nameOf(user))} verb={words.verb} onDo={act} onClose={onClose}>
      <span>{words.says}</span>
    </Dialog>
  );
}

type DialogProps = { readonly opened: Opened; readonly onClose: () => void };

export function UserDialog(props: DialogProps) {
  const { act, user } = props.opened;
  const refused = useRefusedAct(user, act);
  useFocusReturned();
  if (refused) return <RefusedDialog title={titles[act](nameOf(user))} says={refused} onClose={props.onClose} />;
  return (
    <Suspense fallback={null}>
      <DialogOf {...props} />
    </Suspense>
  );
}

const { dialogs } = say;
const titles: Readonly<Record<Act, (name: string) => string>> = {
  password: dialogs.password.title,
  roles: dialogs.roles.title,
  groups: dialogs.groups.title,
  lock: dialogs.lock.title,
  unlock: dialogs.unlock.title,
  disable: dialogs.disable.title,
  enable: dialogs.enable.title,
  remove: dialogs.remove.title,
  restore: dialogs.restore.title,
  purge: dialogs.purge.title,
  endSessions: dialogs.endSessions.title,
  viewAs: dialogs.viewAs.title,
  resetFactors: factors.resetTitle,
};

function DialogOf({ opened: { act, user }, onClose }: DialogProps) {
  const props = { user, onClose };
  const name = nameOf(user);
  switch (act) {
    case 'password':
      return <ChangePassword {...props} />;
    case 'roles':
      return <AssignRoles {...props} />;
    case 'groups':
      return <JoinGroups {...props} />;
    case 'lock':
      return <LockDialog {...props} />;
    case 'disable':
      return <DisableDialog {...props} />;
    case 'remove':
      return <DeleteDialog {...props} />;
    case 'purge':
      return <PurgeDialog {...props} />;
    case 'viewAs':
      return <ViewAsDialog {...props} />;
    case 'unlock':
      return <SimpleDialog {...props} operation={unlockUser} words={say.dialogs.unlock} done={() => say.done.unlocked(name)} />;
    case 'enable':
      return <SimpleDialog {...props} operation={enableUser} words={say.dialogs.enable} done={() => say.done.enabled(name)} />;
    case 'endSessions':
      return (
        <SimpleDialog {...props} operation={endSessions} words={say.dialogs.endSessions} done={({ ended }) => say.done.sessionsEnded(name, endedSays(ended))} />
      );
    case 'resetFactors':
      return <ResetFactorsDialog {...props} />;
    case 'restore':
      return <SimpleDialog {...props} operation={restoreUser} words={say.dialogs.restore} done={({ left }) => say.done.restored(name, left)} />;
  }
}
