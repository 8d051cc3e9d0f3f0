// The three questions. This file: the fields in which a permission and a user are chosen by what people read.
// It knows the tree and the list of users, not the answers.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { listUsers, showUser } from '#users/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { useDisplayPath, useTree } from '../../shared/show/may.tsx';
import { questions as say } from '../../shared/strings/access.ts';
import classes from '../console.module.css';

type FieldProps = { readonly value: string; readonly onChange: (value: string | undefined) => void };

const foundMax = 60;

export function PermissionField({ value, onChange }: FieldProps) {
  const { data } = useTree();
  const display = useDisplayPath();
  const nodes = (data?.items ?? []).map((node) => ({ value: node.path, label: display(node.path) }));
  return (
    <Select
      className={classes.askField ?? ''}
      label={say.permission}
      placeholder={say.find}
      searchable
      clearable
      limit={foundMax}
      maxDropdownHeight={320}
      data={nodes}
      value={value || null}
      onChange={(path) => onChange(path ?? undefined)}
      comboboxProps={{ width: 480, position: 'bottom-start' }}
    />
  );
}

export function UserField({ label, value, onChange }: FieldProps & { readonly label: string }) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const chosen = useAsk(showUser, { id: value }, { enabled: value !== '' });
  const found = useAsk(listUsers, { limit: 20, ...(settled ? { search: settled } : {}) });
  const known = new Map((found.data?.items ?? []).map((user) => [user.id, user.shownName || user.userName]));
  if (value && chosen.data?.id === value) known.set(value, chosen.data.shownName || chosen.data.userName);
  const data = [...known].map(([id, label]) => ({ value: id, label }));
  return (
    <Select
      className={classes.askField ?? ''}
      label={label}
      placeholder={say.findUser}
      searchable
      clearable
      data={data}
      value={value || null}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      onChange={(id) => onChange(id ?? undefined)}
    />
  );
}
