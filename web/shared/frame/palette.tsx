// ⌘K: every screen by name, and users as they are typed.

import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { listUsers } from '#users/contract.ts';
import { useAsk, useMe } from '../call/ask.ts';
import { holds } from '../call/rights.ts';
import { Face } from '../show/face.tsx';
import { palette as say } from '../strings/frame.ts';
import type { NavGroup } from './navigation.tsx';

const shownMax = 8;

function screensOf(groups: readonly NavGroup[], query: string) {
  const items = groups.flatMap((group) =>
    group.parts.flatMap((part) => part.items.map((item) => ({ ...item, where: [group.title, part.title].filter(Boolean).join(' › ') }))),
  );
  return items.filter((item) => item.says.toLowerCase().includes(query.toLowerCase().trim()));
}

export function Palette({ groups, findsUsers }: { readonly groups: readonly NavGroup[]; readonly findsUsers: boolean }) {
  const [query, setQuery] = useState('');
  const [settled] = useDebouncedValue(query.trim(), 120);
  const me = useMe();
  const go = useNavigate();
  const asks = findsUsers && settled.length > 0 && holds(me, listUsers.needs);
  const found = useAsk(listUsers, { search: settled, limit: shownMax }, { enabled: asks });
  const users = asks ? (found.data?.items ?? []) : [];
  const screens = screensOf(groups, query).filter((item) => !item.needs || item.needs === 'self' || holds(me, item.needs));
  return (
    <Spotlight.Root query={query} onQueryChange={setQuery} shortcut={null} maxHeight={420} scrollable>
      <Spotlight.Search placeholder={say.placeholder} aria-label={say.placeholder} leftSection={<IconSearch size={16} />} />
      <Spotlight.ActionsList>
        {screens.length > 0 && (
          <Spotlight.ActionsGroup label={say.screens}>
            {screens.map((item) => {
              const Icon = item.icon;
              return (
                <Spotlight.Action
                  key={item.to}
                  label={item.says}
                  description={item.where}
                  leftSection={<Icon size={16} stroke={1.6} />}
                  onClick={() => void go({ to: item.to })}
                />
              );
            })}
          </Spotlight.ActionsGroup>
        )}
        {users.length > 0 && (
          <Spotlight.ActionsGroup label={say.users}>
            {users.map((user) => (
              <Spotlight.Action
                key={user.id}
                label={user.shownName || user.userName}
                description={`${user.domain}/${user.userName}`}
                leftSection={<Face kind={user.kind} name={user.shownName || user.userName} />}
                onClick={() => void go({ to: '/users/$id', params: { id: user.id } })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {screens.length + users.length === 0 && <Spotlight.Empty>{say.nothing}</Spotlight.Empty>}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
