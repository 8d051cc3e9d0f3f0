// A field to choose groups or roles by name, asking the server while one types. What is chosen keeps its name, also when it is no longer found.
import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { listGroups } from '#groups/contract.ts';
import { listRoles } from '#roles/contract.ts';
import { useAsk } from '../call/ask.ts';
import { useMay } from '../show/may.tsx';
import { picker as say } from '../strings/picker.ts';
import { type Beside, withBeside } from './beside.tsx';
import type { Named } from './scope-draft.ts';
import { useWanted } from './wanted.ts';

const foundMax = 30;
const besideMax = 10;
const lists = { groups: listGroups, roles: listRoles } as const;
const words = {
  groups: { find: say.searchGroups, nothing: say.noGroups },
  roles: { find: say.searchRoles, nothing: say.noRoles },
} as const;
export type NamedKind = keyof typeof lists;

type Finding = { readonly limit?: number; readonly atOnce?: boolean };

function useFound(of: NamedKind, chosen: readonly Named[], { limit = foundMax, atOnce = false }: Finding = {}) {
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search.trim(), 150);
  const { wanted, onFocus } = useWanted(atOnce);
  const operation = lists[of];
  const { may, because } = useMay(operation.needs);
  const asked = useAsk(operation, { limit, ...(settled ? { search: settled } : {}) }, { enabled: may && wanted });
  const known = new Map([...chosen, ...(asked.data?.items ?? [])].map(({ id, name }) => [id, name] as const));
  const namedOf = (id: string): Named => ({ id, name: known.get(id) ?? id });
  const field = {
    placeholder: words[of].find,
    nothingFoundMessage: asked.isPending ? say.searching : words[of].nothing,
    searchable: true,
    onFocus,
    onSearchChange: setSearch,
    data: [...known].map(([value, label]) => ({ value, label })),
    disabled: !may,
    error: may ? undefined : because,
    maxDropdownHeight: 240,
  } as const;
  return { field, namedOf };
}

type NamedFieldProps = {
  readonly of: NamedKind;
  readonly label: string;
  readonly chosen: readonly Named[];
  readonly onChange: (chosen: readonly Named[]) => void;
};

export function NamedField({ of, label, chosen, onChange }: NamedFieldProps) {
  const { field, namedOf } = useFound(of, chosen);
  const full = chosen.length > 0 ? { ...field, placeholder: '' } : field;
  return <MultiSelect {...full} aria-label={label} hidePickedOptions value={chosen.map((each) => each.id)} onChange={(ids) => onChange(ids.map(namedOf))} />;
}

type OneProps = {
  readonly of: NamedKind;
  readonly label: string;
  readonly beside?: Beside;
  readonly onChoose: (chosen: Named) => void;
};

/** The same for one. What stands beside each costs something: so fewer are offered, and more are found by typing. */
export function OneNamedField({ of, label, beside, onChoose }: OneProps) {
  const { field, namedOf } = useFound(of, [], { limit: beside ? besideMax : foundMax, atOnce: true });
  return (
    <Select
      {...field}
      label={label}
      autoFocus
      defaultDropdownOpened
      value={null}
      onChange={(id) => id && onChoose(namedOf(id))}
      comboboxProps={{ withinPortal: false }}
      {...withBeside(beside)}
    />
  );
}

type ChosenProps = { readonly of: NamedKind; readonly label: string; readonly chosen: Named | null; readonly onChange: (chosen: Named | null) => void };

/** One that stays chosen and can be taken back. */
export function ChosenNamedField({ of, label, chosen, onChange }: ChosenProps) {
  const { field, namedOf } = useFound(of, chosen ? [{ id: chosen.id, name: chosen.name }] : []);
  return <Select {...field} label={label} clearable value={chosen?.id ?? null} onChange={(id) => onChange(id ? namedOf(id) : null)} />;
}
