// What an entry is about, chosen by name: a user, a role or a group, each found by the server while one types.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { listGroups } from '#groups/contract.ts';
import { listRoles } from '#roles/contract.ts';
import { listUsers } from '#users/contract.ts';
import { useAsk, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { useWanted } from '../../shared/form/wanted.ts';
import { nav } from '../../shared/strings/access.ts';
import { story } from '../../shared/strings/story.ts';

const say = story.filters;
const foundMax = 8;
const settleMs = 150;

type Option = { readonly value: string; readonly label: string };

function useFound(search: string, wanted: boolean): readonly { readonly group: string; readonly items: readonly Option[] }[] {
  const me = useMe();
  const asked = { limit: foundMax, ...(search ? { search } : {}) };
  const users = useAsk(listUsers, asked, { enabled: wanted && holds(me, listUsers.needs) });
  const roles = useAsk(listRoles, asked, { enabled: wanted && holds(me, listRoles.needs) });
  const groups = useAsk(listGroups, asked, { enabled: wanted && holds(me, listGroups.needs) });
  const named = (items: readonly { readonly id: string; readonly name: string }[] = []) => items.map(({ id, name }) => ({ value: id, label: name }));
  return [
    { group: nav.users, items: (users.data?.items ?? []).map(({ id, userName }) => ({ value: id, label: userName })) },
    { group: nav.roles, items: named(roles.data?.items) },
    { group: nav.groups, items: named(groups.data?.items) },
  ].filter(({ items }) => items.length > 0);
}

type AboutProps = { readonly focused: boolean; readonly value: string; readonly name: string; readonly onChange: (id: string | undefined) => void };

/** `name` = what the chosen one is called, where the entries say it. */
export function AboutField({ focused, value, name, onChange }: AboutProps) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), settleMs);
  const { wanted, onFocus } = useWanted(focused);
  const found = useFound(settled === name ? '' : settled, wanted);
  const isKnown = found.some(({ items }) => items.some((each) => each.value === value));
  const chosen = value && !isKnown ? [{ group: say.chosen, items: [{ value, label: name || value.slice(-8) }] }] : [];
  return (
    <Select
      searchable
      clearable
      autoFocus={focused}
      placeholder={say.about}
      aria-label={say.about}
      data={[...chosen, ...found].map(({ group, items }) => ({ group, items: [...items] }))}
      filter={({ options }) => options}
      value={value || null}
      onFocus={onFocus}
      onSearchChange={setSearch}
      onChange={(id) => onChange(id ?? undefined)}
      w={170}
    />
  );
}
