// The filters of the list, as chips that can be removed, with a menu to add one. Every filter that the API has is offered.
import { Button, Menu } from '@mantine/core';
import { IconFilter, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { listStores } from '#stores/list-contract.ts';
import { kinds, states } from '#users/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import type { Address } from '../../shared/frame/address.ts';
import { lazily } from '../../shared/frame/lazily.tsx';
import { show } from '../../shared/strings/show.ts';
import { table } from '../../shared/strings/table.ts';
import { users as say } from '../../shared/strings/users.ts';
import { FilterChip } from './filter-chip.tsx';
import { type FilterName, filterNames } from './filters.ts';
import { Left } from './left.tsx';
import classes from './users.module.css';

const ValueFilter = lazily(async () => (await import('./value-filter.tsx')).ValueFilter);

type Choice = { readonly value: string; readonly says: string };
type BarProps = { readonly address: Address; readonly onChange: (values: Record<string, string | undefined>, replace?: boolean) => void };

const offered = [
  'kind',
  'state',
  'domain',
  'country',
  'organisation',
  'role',
  'roleAny',
  'group',
  'owner',
  'noRole',
  'neverSignedIn',
  'notSignedInDays',
  'endsWithinDays',
  'hasAttribute',
  'lacksAttribute',
  'attribute',
  'createdSince',
  'changedSince',
] as const satisfies readonly FilterName[];
const daysOffered = [7, 30, 90, 180, 365];

function useChoices(): Readonly<Partial<Record<FilterName, readonly Choice[]>>> {
  const { data } = useAsk(listStores, {}, { staleMs: 60_000 });
  const days = daysOffered.map((count) => ({ value: String(count), says: say.days(count) }));
  return {
    kind: kinds.map((value) => ({ value, says: show.kind[value] ?? value })),
    state: states.map((value) => ({ value, says: show.state[value] ?? value })),
    domain: (data?.items ?? []).map((store) => ({ value: store.domain, says: store.domain })),
    notSignedInDays: days,
    endsWithinDays: days,
  };
}

function AddFilter({ address, onChange }: BarProps) {
  const choices = useChoices();
  const [typing, setTyping] = useState<FilterName | null>(null);
  const [open, setOpen] = useState(false);
  const put = (name: FilterName, value: string) => {
    onChange({ [name]: value }, true);
    setOpen(false);
    setTyping(null);
  };
  const toggle = (next: boolean) => {
    setOpen(next);
    if (next) ValueFilter.ready();
    else setTyping(null);
  };
  const left = offered.filter((name) => !address[name]);
  return (
    <Menu opened={open} onChange={toggle} position="bottom-start" width={typing ? 300 : 250} closeOnItemClick={false} trapFocus>
      <Menu.Target>
        <Button variant="default" leftSection={<IconFilter size={14} />}>
          {table.addFilter}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {typing ? (
          <ValueFilter address={address} name={typing} onDone={(value) => put(typing, value)} />
        ) : (
          left.map((name) => <FilterItem key={name} address={address} name={name} choices={choices[name]} onPut={put} onType={setTyping} />)
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

type ItemProps = {
  readonly address: Address;
  readonly name: FilterName;
  readonly choices: readonly Choice[] | undefined;
  readonly onPut: (name: FilterName, value: string) => void;
  readonly onType: (name: FilterName) => void;
};

function FilterItem({ address, name, choices, onPut, onType }: ItemProps) {
  const says = say.filters[name];
  if (name === 'noRole' || name === 'neverSignedIn')
    return (
      <Menu.Item leftSection={<IconPlus size={13} />} rightSection={<Left address={address} name={name} value="true" />} onClick={() => onPut(name, 'true')}>
        {says}
      </Menu.Item>
    );
  if (!choices)
    return (
      <Menu.Item leftSection={<IconPlus size={13} />} onClick={() => onType(name)}>
        {says}…
      </Menu.Item>
    );
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconPlus size={13} />}>{says}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {choices.map((choice) => (
          <Menu.Item key={choice.value} rightSection={<Left address={address} name={name} value={choice.value} />} onClick={() => onPut(name, choice.value)}>
            {choice.says}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

export function FilterBar({ address, onChange }: BarProps) {
  const on = filterNames.filter((name) => address[name]);
  return (
    <div className={classes.chips}>
      <AddFilter address={address} onChange={onChange} />
      {on.length > 0 && (
        <ul className={classes.on} aria-label={say.filteredBy}>
          {on.map((name) => (
            <FilterChip key={name} name={name} value={address[name] ?? ''} onRemove={() => onChange({ [name]: undefined }, true)} />
          ))}
        </ul>
      )}
      {on.length > 1 && (
        <Button variant="subtle" size="compact-sm" onClick={() => onChange(Object.fromEntries(on.map((name) => [name, undefined])), true)}>
          {say.clearFilters}
        </Button>
      )}
    </div>
  );
}
