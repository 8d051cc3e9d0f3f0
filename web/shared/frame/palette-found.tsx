// What the palette offers for what is typed: screens, verbs, users, roles and groups. What is not allowed stays in sight, with the reason.
import { useDebouncedValue } from '@mantine/hooks';
import { IconBolt, IconShieldCheck, IconUsersGroup } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { listGroups } from '#groups/contract.ts';
import { listRoles } from '#roles/contract.ts';
import { listUsers, type UserRow } from '#users/contract.ts';
import { useAsk, useMe } from '../call/ask.ts';
import { useRulesOf } from '../call/refusals.ts';
import { holds } from '../call/rights.ts';
import { Face } from '../show/face.tsx';
import { useNeed } from '../show/may.tsx';
import { frame, palette as say } from '../strings/frame.ts';
import type { NavGroup } from './navigation.tsx';
import { begun, spoken, type Verb } from './palette-verbs.ts';

/** `stays` = the palette does not close: what is typed goes on. `refused` = why it cannot be done. */
export type Found = {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly icon: ReactNode;
  readonly refused: string;
  readonly stays?: boolean;
  readonly run: () => void;
};
export type FoundGroup = { readonly title: string; readonly items: readonly Found[] };

const shownMax = 8;
const namesMax = 4;
const settleMs = 120;
const icon = { size: 16, stroke: 1.6 } as const;

function useScreens(groups: readonly NavGroup[], query: string): readonly Found[] {
  const go = useNavigate();
  const need = useNeed();
  const typed = query.trim().toLowerCase();
  return groups.flatMap((group) =>
    group.parts.flatMap((part) =>
      part.items
        .filter(({ says }) => says.toLowerCase().includes(typed))
        .map(({ to, says, needs, icon: Icon }) => ({
          id: `screen ${to}`,
          label: says,
          description: [group.title, part.title].filter(Boolean).join(' › '),
          icon: <Icon {...icon} />,
          refused: needs ? need(needs) : '',
          run: () => void go({ to }),
        })),
    ),
  );
}

function useVerbs(query: string, verb: Verb | null, onType: (query: string) => void): readonly Found[] {
  const need = useNeed();
  if (verb) return [];
  return begun(query).map(({ act, says, operation }) => ({
    id: `verb ${act}`,
    label: `${says} …`,
    description: say.verbSays,
    icon: <IconBolt {...icon} />,
    refused: need(operation.needs),
    stays: true,
    run: () => onType(`${says} `),
  }));
}

function useUsers(verb: Verb | null, whom: string): readonly Found[] {
  const me = useMe();
  const go = useNavigate();
  const need = useNeed();
  const asks = whom !== '' && holds(me, listUsers.needs);
  const found = useAsk(listUsers, { search: whom, limit: shownMax, ...(verb?.state ? { state: verb.state } : {}) }, { enabled: asks });
  const users = asks ? (found.data?.items ?? []) : [];
  const rules = useRulesOf('user', verb ? users.map(({ id }) => id) : []);
  const refused = ({ id }: UserRow, { operation }: Verb) => (id === me.user.id ? frame.yourself : need(operation.needs) || (rules(id)(operation) ?? ''));
  return users.map((user) => ({
    id: `user ${user.id}`,
    label: verb ? `${verb.says} ${user.shownName || user.userName}` : user.shownName || user.userName,
    description: `${user.domain}/${user.userName}`,
    icon: <Face kind={user.kind} name={user.shownName || user.userName} />,
    refused: verb ? refused(user, verb) : '',
    run: () => void go({ to: '/users/$id', params: { id: user.id }, search: verb ? { do: verb.act } : {} }),
  }));
}

/** Roles or groups: both are lists of names. */
function useNamed(of: typeof listRoles | typeof listGroups, search: string, to: string): readonly Found[] {
  const me = useMe();
  const go = useNavigate();
  const asks = search !== '' && holds(me, of.needs);
  const found = useAsk(of, { search, limit: namesMax }, { enabled: asks });
  const Icon = of === listRoles ? IconShieldCheck : IconUsersGroup;
  return (asks ? (found.data?.items ?? []) : []).map(({ id, name, description }) => ({
    id: `${to} ${id}`,
    label: name,
    description,
    icon: <Icon {...icon} />,
    refused: '',
    run: () => void go({ to: `${to}/$id`, params: { id } }),
  }));
}

type Asked = { readonly groups: readonly NavGroup[]; readonly query: string; readonly findsUsers: boolean; readonly onType: (query: string) => void };

export function useFound({ groups, query, findsUsers, onType }: Asked): readonly FoundGroup[] {
  const { verb, whom } = spoken(findsUsers ? query : '');
  const [settled] = useDebouncedValue(whom, settleMs);
  // Names wait for the typing to settle; without any, nothing of the search before stays.
  const search = whom === '' ? '' : settled;
  const screens = useScreens(groups, query);
  const acts = useVerbs(findsUsers ? query : '', verb, onType);
  const users = useUsers(verb, search);
  const roles = useNamed(listRoles, verb ? '' : search, '/roles');
  const named = useNamed(listGroups, verb ? '' : search, '/groups');
  const all = [
    { title: say.screens, items: verb ? [] : screens },
    { title: say.actions, items: acts },
    { title: say.users, items: users },
    { title: say.roles, items: roles },
    { title: say.groups, items: named },
  ];
  return all.filter(({ items }) => items.length > 0);
}
