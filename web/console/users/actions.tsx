// What can be done with a user, as lines of a menu: what is not allowed stays in sight, with the reason.
import { Menu } from '@mantine/core';
import {
  IconBan,
  IconCircleCheck,
  IconEye,
  IconKey,
  IconLock,
  IconLockOpen,
  IconRestore,
  IconShieldCheck,
  IconShieldPlus,
  IconTrash,
  IconTrashX,
} from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { AnyOperation } from '#contract.ts';
import { viewAs } from '#sessions/contract.ts';
import { changeRolesOfUser, resetPassword, rolesOfUser, type UserRow } from '#users/contract.ts';
import { deleteUser, disableUser, enableUser, lockUser, purgeUser, restoreUser, unlockUser } from '#users/state-contract.ts';
import { useMe } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { DoItem } from '../../shared/show/may.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { users as say } from '../../shared/strings/users.ts';
import { usePasswordThere } from './lives-in.tsx';

export const actNames = [
  'password',
  'roles',
  'lock',
  'unlock',
  'disable',
  'enable',
  'remove',
  'restore',
  'purge',
  'endSessions',
  'resetFactors',
  'groups',
  'viewAs',
] as const;
export type Act = (typeof actNames)[number];
export type ActedOn = Pick<UserRow, 'id' | 'userName' | 'shownName' | 'version' | 'state' | 'kind' | 'domain' | 'mail'>;
export type Opened = { readonly act: Act; readonly user: ActedOn };

const small = 15;

export function UserActions({ user, onOpen }: { readonly user: ActedOn; readonly onOpen: (opened: Opened) => void }) {
  const go = useNavigate();
  const me = useMe();
  const self = me.user.id === user.id ? frame.yourself : undefined;
  const rule = useRefusals('user', user.id);
  const passwordThere = usePasswordThere(user.domain);
  const refusedBy = (operation: AnyOperation) => self ?? rule(operation);
  const act = (name: Act) => () => onOpen({ act: name, user });
  const changePassword = self ? () => void go({ to: '/password' }) : act('password');
  const seeRoles = () => void go({ to: '/users/$id', params: { id: user.id }, search: { tab: 'roles' } });
  if (user.state === 'deleted') {
    return (
      <>
        <DoItem needs={restoreUser.needs} refused={refusedBy(restoreUser)} leftSection={<IconRestore size={small} />} onClick={act('restore')}>
          {say.actions.restore}
        </DoItem>
        <DoItem needs={purgeUser.needs} refused={refusedBy(purgeUser)} color="var(--bad)" leftSection={<IconTrashX size={small} />} onClick={act('purge')}>
          {say.actions.purge}…
        </DoItem>
      </>
    );
  }
  return (
    <>
      <DoItem
        needs={self ? 'self' : resetPassword.needs}
        refused={passwordThere ?? (self ? undefined : rule(resetPassword))}
        leftSection={<IconKey size={small} />}
        onClick={changePassword}
      >
        {say.actions.changePassword}
      </DoItem>
      <DoItem needs={changeRolesOfUser.needs} refused={refusedBy(changeRolesOfUser)} leftSection={<IconShieldPlus size={small} />} onClick={act('roles')}>
        {say.actions.assignRoles}
      </DoItem>
      <DoItem needs={rolesOfUser.needs} reads leftSection={<IconShieldCheck size={small} />} onClick={seeRoles}>
        {say.actions.viewRoles}
      </DoItem>
      <DoItem
        needs={viewAs.needs}
        refused={self ?? (user.kind === 'person' ? rule(viewAs) : say.actions.viewNobody)}
        leftSection={<IconEye size={small} />}
        onClick={act('viewAs')}
      >
        {say.actions.viewAs}…
      </DoItem>
      <Menu.Divider />
      {user.state === 'locked' ? (
        <DoItem needs={unlockUser.needs} refused={refusedBy(unlockUser)} leftSection={<IconLockOpen size={small} />} onClick={act('unlock')}>
          {say.actions.unlock}
        </DoItem>
      ) : (
        <DoItem needs={lockUser.needs} refused={refusedBy(lockUser)} leftSection={<IconLock size={small} />} onClick={act('lock')}>
          {say.actions.lock}…
        </DoItem>
      )}
      {user.state === 'disabled' ? (
        <DoItem needs={enableUser.needs} refused={refusedBy(enableUser)} leftSection={<IconCircleCheck size={small} />} onClick={act('enable')}>
          {say.actions.enable}
        </DoItem>
      ) : (
        <DoItem needs={disableUser.needs} refused={refusedBy(disableUser)} leftSection={<IconBan size={small} />} onClick={act('disable')}>
          {say.actions.disable}…
        </DoItem>
      )}
      <Menu.Divider />
      <DoItem needs={deleteUser.needs} refused={refusedBy(deleteUser)} color="var(--bad)" leftSection={<IconTrash size={small} />} onClick={act('remove')}>
        {say.actions.remove}…
      </DoItem>
    </>
  );
}
