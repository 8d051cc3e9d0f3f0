// How a database keeps passwords: the format of the hash, and what that format leaves open.
import { NumberInput, Select } from '@mantine/core';
import { type PasswordFormat, passwordFormats } from '#stores/settings-contract.ts';
import { storeSettings } from '../../shared/strings/store-settings.ts';
import { settingField } from './draft.ts';
import type { SettingProps } from './setting-field.tsx';

const say = storeSettings.format;
const plain: readonly string[] = ['sha-1', 'sha-256', 'sha-512', 'md5'];
const derived: readonly string[] = ['pbkdf2', 'wso2-pbkdf2'];

const choices = {
  digest: { words: say.forms, values: ['hex', 'base64'] },
  salt: { words: say.salts, values: ['none', 'before', 'after'] },
  saltForm: { words: say.forms, values: ['text', 'hex', 'base64'] },
  hash: { words: say.hashes, values: ['sha1', 'sha256', 'sha512'] },
} as const;
type Chosen = keyof typeof choices;

/** What a format does not need is not asked. */
function askedOf({ format, salt }: PasswordFormat): { readonly chosen: readonly Chosen[]; readonly numbers: readonly ('iterations' | 'bits')[] } {
  if (plain.includes(format)) return { chosen: salt === 'none' ? ['digest', 'salt'] : ['digest', 'salt', 'saltForm'], numbers: [] };
  if (derived.includes(format)) return { chosen: ['hash', 'saltForm'], numbers: ['iterations', 'bits'] };
  return { chosen: [], numbers: [] };
}

export function FormatField({ fields, name }: SettingProps) {
  const field = settingField(name);
  // The only setting of this name.
  const format = fields.values[field] as PasswordFormat;
  const { chosen, numbers } = askedOf(format);
  const set = (part: Partial<Record<keyof PasswordFormat, unknown>>) => fields.set(field, { ...format, ...part });
  return (
    <>
      <Select
        label={say.format}
        data={passwordFormats.map((value) => ({ value, label: say.formats[value] ?? value }))}
        value={format.format}
        allowDeselect={false}
        error={fields.faultOf(field)}
        onChange={(next) => next && set({ format: next })}
      />
      {chosen.map((part) => (
        <Select
          key={part}
          label={say[part]}
          data={choices[part].values.map((value) => ({ value, label: choices[part].words[value] ?? value }))}
          value={format[part]}
          allowDeselect={false}
          onChange={(next) => next && set({ [part]: next })}
        />
      ))}
      {numbers.map((part) => (
        <NumberInput key={part} label={say[part]} allowDecimal={false} min={1} value={format[part]} onChange={(next) => set({ [part]: Number(next) || 1 })} />
      ))}
    </>
  );
}
