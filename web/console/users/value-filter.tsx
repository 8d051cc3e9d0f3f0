// The value of a filter that no list of a few words can offer: a role, a group or an owner is looked for, an attribute is chosen by its title, the rest is typed.
import { Button, Group, Select, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { listAttributes } from '#attributes/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import { type NamedKind, OneNamedField } from '../../shared/form/named-field.tsx';
import { UserField } from '../../shared/form/user-field.tsx';
import type { Address } from '../../shared/frame/address.ts';
import { users as say } from '../../shared/strings/users.ts';
import type { FilterName } from './filters.ts';
import { Left, LeftSays } from './left.tsx';
import classes from './users.module.css';

type ValueProps = { readonly address: Address; readonly name: FilterName; readonly onDone: (value: string) => void };
const chosenByName: Readonly<Partial<Record<FilterName, NamedKind>>> = { role: 'roles', roleAny: 'roles', group: 'groups' };
const ofAttributes: readonly FilterName[] = ['hasAttribute', 'lacksAttribute', 'attribute'];

export function ValueFilter({ address, name, onDone }: ValueProps) {
  const of = chosenByName[name];
  const label = say.filters[name] ?? name;
  if (ofAttributes.includes(name)) return <AttributeFilter address={address} name={name} onDone={onDone} />;
  if (name !== 'owner' && !of) return <TypedFilter address={address} name={name} onDone={onDone} />;
  const beside = (id: string) => <Left address={address} name={name} value={id} />;
  return (
    <div className={classes.value}>
      {of ? (
        <OneNamedField of={of} label={label} beside={beside} onChoose={({ id }) => onDone(id)} />
      ) : (
        <UserField alone label={label} kind="person" beside={beside} value="" onChange={(id) => id && onDone(id)} />
      )}
    </div>
  );
}

type FilteringProps = ValueProps & { readonly value: string; readonly children: ReactNode };

/** `value` '' = it is not all there yet. */
function Filtering({ address, name, value, onDone, children }: FilteringProps) {
  const ready = value !== '';
  return (
    <form
      className={classes.value}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onDone(value);
      }}
    >
      {children}
      <Group justify="space-between">
        <Button type="submit" disabled={!ready}>
          {say.apply}
        </Button>
        <LeftSays address={address} name={name} value={value} />
      </Group>
    </form>
  );
}

function TypedFilter({ name, ...rest }: ValueProps) {
  const [typed, setTyped] = useState('');
  const isDay = name === 'createdSince' || name === 'changedSince';
  const value = name === 'country' ? typed.trim().toUpperCase() : typed.trim();
  return (
    <Filtering {...rest} name={name} value={value}>
      <TextInput
        autoFocus
        type={isDay ? 'date' : 'text'}
        label={say.filters[name]}
        placeholder={name === 'country' ? say.countryHint : undefined}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        maxLength={name === 'country' ? 2 : 200}
      />
    </Filtering>
  );
}

/** Whether somebody has an attribute, lacks it, or has this value of it. */
function AttributeFilter({ name, ...rest }: ValueProps) {
  const asked = useAsk(listAttributes, {});
  const [attribute, setAttribute] = useState('');
  const [typed, setTyped] = useState('');
  const known = (asked.data?.items ?? []).filter(({ see }) => see !== 'nobody');
  const choices = known.find((each) => each.name === attribute)?.choices ?? [];
  const valued = name === 'attribute';
  const field = { label: say.attributeValue, value: typed };
  const isWhole = attribute !== '' && (!valued || typed.trim() !== '');
  const value = isWhole ? (valued ? `${attribute}=${typed.trim()}` : attribute) : '';
  return (
    <Filtering {...rest} name={name} value={value}>
      <div className={classes.valueFields}>
        <Select
          autoFocus
          searchable
          label={say.filters[name]}
          placeholder={say.attributeHint}
          data={known.map((each) => ({ value: each.name, label: titleOf(each) }))}
          value={attribute || null}
          onChange={(next) => setAttribute(next ?? '')}
          comboboxProps={{ withinPortal: false }}
        />
        {valued && choices.length > 0 && (
          <Select {...field} data={[...choices]} onChange={(next) => setTyped(next ?? '')} comboboxProps={{ withinPortal: false }} />
        )}
        {valued && choices.length === 0 && <TextInput {...field} maxLength={255} onChange={(event) => setTyped(event.currentTarget.value)} />}
      </div>
    </Filtering>
  );
}
