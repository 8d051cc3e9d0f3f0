// What a user may do: every node he may use, by the path that people read.
import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { holds } from '#permissions/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Tag } from '../../shared/show/bits.tsx';
import { useDisplayPath } from '../../shared/show/may.tsx';
import { users } from '../../shared/strings/users.ts';
import { SmallTable } from '../small-table.tsx';

const say = users.permissions;
/** More than this is searched, not read. */
const shownMax = 200;

export function UserPermissions({ id }: { readonly id: string }) {
  const asked = useAsk(holds, { id });
  const display = useDisplayPath();
  const [search, setSearch] = useState('');
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const sought = search.trim().toLowerCase();
  const found = asked.data.items.filter((each) => `${each.path} ${display(each.path)}`.toLowerCase().includes(sought));
  const rows = found.slice(0, shownMax).map((each) => ({
    id: each.path,
    cells: [
      display(each.path),
      <code key="path">{each.path}</code>,
      <>
        {each.whole && <Tag key="whole">{say.whole}</Tag>}{' '}
        {each.scoped && (
          <Tag key="scoped" tone="warn">
            {say.scoped}
          </Tag>
        )}
      </>,
      <Link key="why" to="/who" search={{ tab: 'could', user: id, permission: each.path }}>
        {say.why}
      </Link>,
    ],
  }));
  return (
    <Section
      title={say.title}
      says={say.says}
      action={
        <TextInput
          data-search
          leftSection={<IconSearch size={14} />}
          placeholder={say.search}
          aria-label={say.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      }
    >
      <SmallTable label={say.title} heads={[say.node, say.path, say.reach]} rows={rows} empty={say.empty} actions />
    </Section>
  );
}
