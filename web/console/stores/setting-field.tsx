// One setting of a store as a field: its control from the schema of its kind, its words from the catalogue.
import { Checkbox, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import type { StoreKind } from '#stores/settings-contract.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { type StoreDraft, schemaOf, settingField, settingsGiven } from './draft.ts';
import { FormatField } from './format-field.tsx';
import { MappingField } from './mapping-field.tsx';
import { neededOf, wide } from './parts.ts';
import classes from './stores.module.css';

export type SettingProps = { readonly fields: Fields<StoreDraft>; readonly kind: StoreKind; readonly name: string };

/** What a field means stands below it, so that fields beside one another stand in a line. */
export const below: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
const linesMax = 6;
/** Where a database of this dialect listens if nobody says otherwise. */
const usualPorts: Readonly<Record<string, number>> = { postgres: 5432, mariadb: 3306 };

export const wordsOf = (kind: StoreKind, name: string): readonly [string, string] => (kind === 'sql' ? say.database : say.directory)[name] ?? [name, ''];

export function SettingField(props: SettingProps) {
  if (props.name === 'mapping') return <MappingField {...props} />;
  if (props.name === 'passwordFormat') return <FormatField {...props} />;
  return (
    <div className={wide.has(props.name) ? classes.wide : undefined}>
      <Control {...props} />
    </div>
  );
}

function Control({ fields, kind, name }: SettingProps) {
  const field = settingField(name);
  const schema = schemaOf(kind, name) ?? {};
  const [label, says] = wordsOf(kind, name);
  const value = fields.values[field];
  const error = fields.faultOf(field);
  const shared = { name: field, label, description: says || undefined, inputWrapperOrder: below, error, onBlur: () => fields.blur(field) };
  const worded = { ...shared, withAsterisk: neededOf(kind, settingsGiven(fields.values)).includes(name), autoComplete: 'off', spellCheck: false } as const;
  if ('enum' in schema) return <Choice {...{ fields, kind, name }} shared={worded} values={schema.enum as readonly string[]} />;
  if ('type' in schema && schema.type === 'boolean')
    return (
      <Checkbox
        name={field}
        label={label}
        description={says || undefined}
        error={error}
        checked={value === true}
        onChange={(event) => fields.set(field, event.currentTarget.checked)}
      />
    );
  if ('type' in schema && schema.type === 'integer')
    return <NumberInput {...shared} allowDecimal={false} value={Number(value)} onChange={(typed) => fields.set(field, typed === '' ? '' : Number(typed))} />;
  if (Array.isArray(value))
    return (
      <Textarea
        {...worded}
        autosize
        minRows={1}
        maxRows={linesMax}
        value={value.join('\n')}
        onChange={(event) => fields.set(field, event.currentTarget.value.split('\n'))}
      />
    );
  const typed = (event: { currentTarget: { value: string } }) => fields.set(field, event.currentTarget.value);
  if (name === 'authorities')
    return (
      <Textarea {...worded} classNames={{ input: classes.pem ?? '' }} autosize minRows={1} maxRows={linesMax} value={String(value ?? '')} onChange={typed} />
    );
  return <TextInput {...worded} autoCapitalize="none" value={String(value ?? '')} onChange={typed} />;
}

type ChoiceProps = SettingProps & { readonly shared: object; readonly values: readonly string[] };

function Choice({ fields, kind, name, shared, values }: ChoiceProps) {
  const field = settingField(name);
  const choose = (chosen: string | null) => {
    if (!chosen) return;
    fields.set(field, chosen);
    const port = settingField('port');
    const wasUsual = fields.values[port] === usualPorts[String(fields.values[field])];
    if (kind === 'sql' && name === 'dialect' && wasUsual) fields.set(port, usualPorts[chosen]);
  };
  return (
    <Select
      {...shared}
      data={values.map((value) => ({ value, label: say.choices[name]?.[value] ?? value }))}
      value={String(fields.values[field] ?? '')}
      allowDeselect={false}
      onChange={choose}
    />
  );
}
