// The three lists to tick from: roles (with from – until and on whom), groups, users.
import { type Group, listGroups } from '#groups/contract.ts';
import { listRoles, type Role } from '#roles/contract.ts';
import { listUsers, type UserRow } from '#users/contract.ts';
import { useMe, usePages } from '../call/ask.ts';
import { holds } from '../call/rights.ts';
import { Face } from '../show/face.tsx';
import { useMay } from '../show/may.tsx';
import { picker as say } from '../strings/picker.ts';
import { freely, type Giving, GivingFields, GivingText, givenAs, givingReady } from './giving.tsx';
import { type Found, type Pick, Picker } from './picker.tsx';

type Listing = typeof listRoles | typeof listGroups | typeof listUsers;

/** Nothing is asked for that would be refused anyway. */
function usePicks<R>(operation: Listing, search: string, pick: (rows: readonly R[]) => readonly Pick[]): Found {
  const { may, because } = useMay(operation.needs);
  const pages = usePages(operation, { limit: 50, ...(search ? { search } : {}) }, { enabled: may });
  // Which rows an operation lists is known to its caller only.
  return { rows: pick(pages.rows as readonly unknown[] as readonly R[]), pages, refused: because };
}

export type RolePick = Pick & { readonly giving: Giving };

/** Each of them may be given as it stands. */
export const picksReady = (picks: readonly RolePick[]): boolean => picks.every((pick) => givingReady(pick.giving));
export const picksGiven = (picks: readonly RolePick[]) => picks.map((pick) => ({ role: pick.id, ...givenAs(pick.giving) }));

/** `without` = ids that are held already and need not be offered. */
export function RolePicker({
  chosen,
  onChange,
  without = [],
}: {
  readonly chosen: readonly RolePick[];
  readonly onChange: (chosen: readonly RolePick[]) => void;
  readonly without?: readonly string[];
}) {
  const me = useMe();
  const holdsAll = holds(me, '/permission');
  const offOf = (role: Role) => (role.builtIn === 'everyone' ? say.everyone : role.builtIn === 'admin' && !holdsAll ? say.mayNotGive : '');
  const pickOf = (role: Role): Pick => ({
    id: role.id,
    name: role.name,
    hint: role.builtIn === 'everyone' ? say.everyoneSays : role.description,
    administrative: role.administrative,
    ...(offOf(role) ? { off: offOf(role) } : {}),
  });
  const useFound = (search: string) => usePicks<Role>(listRoles, search, (roles) => roles.filter((role) => !without.includes(role.id)).map(pickOf));
  const givingOf = (id: string) => chosen.find((pick) => pick.id === id)?.giving ?? freely;
  const change = (picks: readonly Pick[]) => onChange(picks.map((pick) => ({ ...pick, giving: givingOf(pick.id) })));
  const give = (id: string, giving: Giving) => onChange(chosen.map((pick) => (pick.id === id ? { ...pick, giving } : pick)));
  return (
    <Picker
      placeholder={say.searchRoles}
      nothing={say.noRoles}
      useFound={useFound}
      chosen={chosen}
      onChange={change}
      detail={{
        says: ({ id }) => <GivingText giving={givingOf(id)} />,
        fields: ({ id }) => <GivingFields giving={givingOf(id)} onChange={(giving) => give(id, giving)} />,
        open: ({ id }) => !givingReady(givingOf(id)),
      }}
    />
  );
}

type PicksProps = { readonly chosen: readonly Pick[]; readonly onChange: (chosen: readonly Pick[]) => void; readonly without?: readonly string[] };

export function GroupPicker({ chosen, onChange, without = [] }: PicksProps) {
  const useFound = (search: string) =>
    usePicks<Group>(listGroups, search, (groups) =>
      groups.filter((group) => !without.includes(group.id)).map((group) => ({ id: group.id, name: group.name, hint: group.description })),
    );
  return <Picker placeholder={say.searchGroups} nothing={say.noGroups} useFound={useFound} chosen={chosen} onChange={onChange} />;
}

const userPick = (user: UserRow): Pick => {
  const name = user.shownName || user.userName;
  return { id: user.id, name, hint: `${user.domain}/${user.userName}`, face: <Face kind={user.kind} name={name} /> };
};

export function UserPicker({ chosen, onChange, without = [] }: PicksProps) {
  const useFound = (search: string) => usePicks<UserRow>(listUsers, search, (users) => users.filter((user) => !without.includes(user.id)).map(userPick));
  return <Picker placeholder={say.searchUsers} nothing={say.noUsers} useFound={useFound} chosen={chosen} onChange={onChange} />;
}
