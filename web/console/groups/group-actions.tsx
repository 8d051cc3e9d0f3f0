// What can be done with a group from the list, as lines of a menu: what is not allowed stays in sight, with the reason.
import { deleteGroup, type Group, updateGroup } from '#groups/contract.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { DoItem } from '../../shared/show/may.tsx';
import { groups as say } from '../../shared/strings/access.ts';

export type OpenedGroup = { readonly act: 'edit' | 'remove'; readonly group: Group };

export function GroupActions({ group, onOpen }: { readonly group: Group; readonly onOpen: (opened: OpenedGroup) => void }) {
  const rule = useRefusals('group', group.id);
  return (
    <>
      <DoItem needs={updateGroup.needs} refused={rule(updateGroup)} onClick={() => onOpen({ act: 'edit', group })}>
        {say.edit}
      </DoItem>
      <DoItem needs={deleteGroup.needs} refused={rule(deleteGroup)} color="var(--bad)" onClick={() => onOpen({ act: 'remove', group })}>
        {say.remove}…
      </DoItem>
    </>
  );
}
