// A field to choose one user by name, asking the server while one types. What is chosen keeps its name, also when it is no longer found.
import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { type Kind, listUsers, showUser } from '#users/contract.ts';
import { useAsk, useMe } from '../call/ask.ts';
import { holds } from '../call/rights.ts';
import { useMay } from '../show/may.tsx';
import { picker as say } from '../strings/picker.ts';
import { type Beside, withBeside } from './beside.tsx';
import { useWanted } from './wanted.ts';

const foundMax = 20;
/** What stands beside each costs something. */
const besideMax = 10;
const settleMs = 150;
/** Others who act are no users: the host has a name of its own. */
const isId = /^[0-9a-f]{8}-/;

type UserFieldProps = {
  readonly label: string;
  readonly description?: string;
  readonly className?: string;
  /** Only users of this kind. */
  readonly kind?: Kind;
  /** It opens at once: nothing else is asked for where it stands. */
  readonly alone?: boolean;
  /** Its label is not in sight: it stands in a row of filters. */
  readonly bare?: boolean;
  readonly width?: number;
  /** It has the focus from the beginning. */
  readonly focused?: boolean;
  readonly beside?: Beside;
  readonly error?: string | undefined;
  readonly value: string;
  readonly onChange: (id: string | undefined) => void;
};

type Shown = { readonly id: string; readonly userName: string; readonly shownName: string };
const labelOf = ({ shownName, userName }: Shown) => (shownName && shownName !== userName ? `${shownName} (${userName})` : userName);

export function UserField({
  label,
  description,
  className = '',
  kind,
  alone = false,
  bare = false,
  focused = false,
  width,
  beside,
  error,
  value,
  onChange,
}: UserFieldProps) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), settleMs);
  const { wanted, onFocus } = useWanted(alone || focused);
  const { may, because } = useMay(listUsers.needs);
  const shows = holds(useMe(), showUser.needs);
  const chosen = useAsk(showUser, { id: value }, { enabled: isId.test(value) && shows });
  const known = new Map(chosen.data && chosen.data.id === value ? [[value, labelOf(chosen.data)]] : value ? [[value, value]] : []);
  // What is chosen stands in the field as text: that is nothing to look for.
  const sought = [...known.values()].includes(settled) ? '' : settled;
  const found = useAsk(
    listUsers,
    { limit: beside ? besideMax : foundMax, ...(kind ? { kind } : {}), ...(sought ? { search: sought } : {}) },
    { enabled: may && wanted },
  );
  for (const user of found.data?.items ?? []) known.set(user.id, labelOf(user));
  return (
    <Select
      className={className}
      {...(bare ? { 'aria-label': label, placeholder: label } : { label, description, placeholder: say.searchUsers })}
      {...(width ? { w: width } : {})}
      nothingFoundMessage={found.isPending ? say.searching : say.noUsers}
      searchable
      clearable
      autoFocus={focused}
      data={[...known].map(([id, says]) => ({ value: id, label: says }))}
      value={value || null}
      disabled={!may}
      error={error ?? (may ? undefined : because)}
      onFocus={onFocus}
      onSearchChange={setSearch}
      filter={({ options }) => options}
      onChange={(id) => onChange(id ?? undefined)}
      {...withBeside(beside)}
      {...(alone ? { autoFocus: true, defaultDropdownOpened: true, comboboxProps: { withinPortal: false } } : {})}
    />
  );
}
