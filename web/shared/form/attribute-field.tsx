// One field of a form that is made from the attribute schema: its title, its help, and the control that fits its type.
import { Select, Textarea, TextInput } from '@mantine/core';
import type { RefObject } from 'react';
import type { Attribute } from '#attributes/contract.ts';
import { attributes as say } from '../strings/attributes.ts';
import { users } from '../strings/users.ts';
import { fieldOf, titleOf } from './attributes.ts';

type Props = {
  readonly attribute: Attribute;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  /** Says why it cannot be changed. */
  readonly fixed?: string | undefined;
  readonly optional?: string;
  readonly box?: RefObject<HTMLInputElement | null>;
};

const inputs: Readonly<Record<string, string>> = { date: 'date', mail: 'email', phone: 'tel', link: 'url' };

const choicesOf = ({ type, choices }: Attribute) =>
  type === 'yesNo'
    ? [
        { value: 'yes', label: say.yes },
        { value: 'no', label: say.no },
      ]
    : choices.map((choice) => ({ value: choice, label: choice }));

export function AttributeField({ attribute, value, error, onChange, onLeave, fixed, optional, box }: Props) {
  const { type, help, required, valuesMax, builtIn, name } = attribute;
  const shared = {
    name: fieldOf(attribute),
    label: optional && !required ? `${titleOf(attribute)} (${optional})` : titleOf(attribute),
    description: [help, fixed, valuesMax > 1 ? say.several : ''].filter(Boolean).join(' '),
    withAsterisk: required,
    disabled: fixed !== undefined,
    error,
    onBlur: onLeave,
  };
  const typed = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  if (valuesMax > 1) return <Textarea {...shared} autosize minRows={1} maxRows={8} value={value} onChange={typed} />;
  if (type === 'choice' || type === 'yesNo') {
    // A value from before the list was changed stays in sight.
    const known = choicesOf(attribute);
    const data = value === '' || known.some((choice) => choice.value === value) ? known : [...known, { value, label: value }];
    return (
      <Select {...shared} data={data} value={value || null} clearable={!required} placeholder={say.notSet} onChange={(chosen) => onChange(chosen ?? '')} />
    );
  }
  return (
    <TextInput
      {...shared}
      {...(box ? { ref: box } : {})}
      type={inputs[type] ?? 'text'}
      inputMode={type === 'number' ? 'decimal' : undefined}
      placeholder={(builtIn ? users.page.hints[name] : undefined) ?? attribute.example}
      autoComplete="off"
      value={value}
      onChange={typed}
    />
  );
}
