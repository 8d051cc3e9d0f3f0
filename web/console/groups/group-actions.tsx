// What can be done with a group from the list, as lines of a menu: what is not allowed stays in sight, with the reason.
import { deleteGroup, type Group, updateGroup } from '#groups/contract.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { DoItem } from '../../shared/show/may.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { storeHomes } from '../../shared/strings/store-homes.ts';
import { useHome } from '../stores/home.ts';

export type OpenedGroup = { readonly act: 'edit' | 'remove'; readonly group: Group };

export function GroupActions({ group, onOpen }: { readonly group: Group; readonly onOpen: (opened: OpenedGroup) => void }) {
  const rule = useRefusals('group', group.id);
  const { says } = useHome(group.domain);
  const there = says ? storeHomes.nameThere(says) : undefined;
  return (
    <>
      <DoItem needs={updateGroup.needs} refused={there ?? rule(updateGroup)} onClick={() => onOpen({ act: 'edit', group })}>
        {say.edit}
      </DoItem>
      <DoItem needs={deleteGroup.needs} refused={there ?? rule(deleteGroup)} color="var(--bad)" onClick={() => onOpen({ act: 'remove', group })}>
        {say.remove}…
      </DoItem>
    </>
  );
}
