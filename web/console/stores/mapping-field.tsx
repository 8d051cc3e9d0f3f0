// Which attribute of a directory, or which column of a table, fills which field of a user. Fields that a host has defined itself stand behind a fold.
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { listAttributes } from '#attributes/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { settingField } from './draft.ts';
import type { SettingProps } from './setting-field.tsx';
import classes from './stores.module.css';

type Mapped = Readonly<Record<string, string>>;

const isMapping = (value: unknown): value is Mapped => typeof value === 'object' && value !== null;

/** A field that is mapped and defined no more stays in sight, so that it can be emptied. */
function useNames(mapping: Mapped) {
  const { data } = useAsk(listAttributes, {});
  const items = data?.items ?? [];
  const titles = new Map(items.map((attribute) => [attribute.name, titleOf(attribute)]));
  const usual = items.filter(({ builtIn }) => builtIn).map(({ name }) => name);
  const own = [...new Set([...titles.keys(), ...Object.keys(mapping)])].filter((name) => !usual.includes(name));
  return { usual, own, titleOfName: (name: string) => titles.get(name) ?? name };
}

export function MappingField({ fields, kind, name }: SettingProps) {
  const field = settingField(name);
  const value = fields.values[field];
  const mapping = isMapping(value) ? value : {};
  const { usual, own, titleOfName } = useNames(mapping);
  const [unfolded] = useState(own.some((each) => mapping[each]));
  const fault = fields.faultOf(field);
  const input = (each: string) => (
    <TextInput
      key={each}
      label={titleOfName(each)}
      error={fault}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      value={mapping[each] ?? ''}
      onBlur={() => fields.blur(field)}
      onChange={(event) => fields.set(field, { ...mapping, [each]: event.currentTarget.value })}
    />
  );
  return (
    <div className={classes.wide}>
      <p className={classes.hint}>{say.fieldsSays(kind === 'sql' ? say.column : say.attribute)}</p>
      <div className={classes.mapping}>{usual.map(input)}</div>
      {own.length > 0 && (
        <details className={classes.fold} open={unfolded}>
          <summary>{say.ownFields}</summary>
          <div className={`${classes.mapping} ${classes.more}`}>{own.map(input)}</div>
        </details>
      )}
    </div>
  );
}
