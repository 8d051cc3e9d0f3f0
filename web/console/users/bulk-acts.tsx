// What can be done with all who are selected. Each opens the rehearsal: nothing happens before it has shown to whom.
import { Button, Menu } from '@mantine/core';
import {
  IconBan,
  IconChevronDown,
  IconCircleCheck,
  IconDoorExit,
  IconKey,
  IconLock,
  IconLockOpen,
  IconMail,
  IconRestore,
  IconShieldMinus,
  IconShieldPlus,
  IconTrash,
} from '@tabler/icons-react';
import type { Selection } from '#bulk/contract.ts';
import type { Deed } from '#jobs/contract.ts';
import { DoButton, DoItem } from '../../shared/show/may.tsx';
import { userTable } from '../../shared/strings/user-table.ts';
import { needsOf, useBeginBulk } from '../jobs/begin-bulk.ts';
import type { Chosen } from './chosen.ts';

const say = userTable.acts;
const small = 14;

/** As the rehearsal wants it. */
function selectionOf(chosen: Chosen): Selection {
  if ('rows' in chosen) return { ids: chosen.rows.map(({ id }) => id) };
  return 'names' in chosen ? { names: chosen.names.join('\n') } : { filter: chosen.filter };
}

const first = [
  { deed: 'lock', icon: IconLock },
  { deed: 'disable', icon: IconBan },
  { deed: 'give-role', icon: IconShieldPlus },
] as const;
const others = [
  { deed: 'unlock', icon: IconLockOpen },
  { deed: 'enable', icon: IconCircleCheck },
  { deed: 'take-role', icon: IconShieldMinus },
  { deed: 'reset-password', icon: IconKey },
  { deed: 'invite', icon: IconMail },
  { deed: 'end-sessions', icon: IconDoorExit },
  { deed: 'restore', icon: IconRestore },
  { deed: 'delete', icon: IconTrash },
] as const;

/** `narrow` = all of them behind one button. */
export function BulkActs({ chosen, narrow }: { readonly chosen: Chosen; readonly narrow: boolean }) {
  const begin = useBeginBulk();
  const act = (deed: Deed) => () => begin(deed, selectionOf(chosen));
  const inMenu = narrow ? [...first, ...others] : others;
  return (
    <>
      {!narrow &&
        first.map(({ deed, icon: Icon }) => (
          <DoButton key={deed} needs={needsOf(deed)} variant="default" size="compact-sm" leftSection={<Icon size={small} />} onClick={act(deed)}>
            {say[deed]}
          </DoButton>
        ))}
      <Menu position="top-end" width={200}>
        <Menu.Target>
          <Button variant="default" size="compact-sm" rightSection={<IconChevronDown size={small} />}>
            {userTable.selection.more}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {inMenu.map(({ deed, icon: Icon }) => (
            <DoItem key={deed} needs={needsOf(deed)} leftSection={<Icon size={small} />} onClick={act(deed)} {...(deed === 'delete' ? { color: 'red' } : {})}>
              {say[deed]}…
            </DoItem>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
