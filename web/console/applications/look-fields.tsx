// What the pages of signing in look like, field by field, and beside it what comes of it while it is typed.
import { FileButton, TextInput } from '@mantine/core';
import { useState } from 'react';
import { addLogo, type Look, logoBytesMax, logoTypes, lookOver, shadesOfLook } from '#applications/look-contract.ts';
import { useCall } from '../../shared/call/ask.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { DoButton } from '../../shared/show/may.tsx';
import { toldTrouble } from '../../shared/show/toast.tsx';
import { look as say } from '../../shared/strings/applications.ts';
import classes from './applications.module.css';
import { type ColourField, drawable, drawnAs, isColour } from './draft.ts';
import { LookPreview } from './look-preview.tsx';

type Props = {
  readonly fields: Fields<Look>;
  /** What is beneath: all of Reeve's, or nothing. */
  readonly beneath?: Look;
  /** What the pages are called where nothing else is said. */
  readonly called: string;
};

export function LookFields({ fields, beneath, called }: Props) {
  const { values } = fields;
  const whole = beneath ? lookOver(beneath, drawable(values)) : drawable(values);
  /** What is drawn if this field is empty. */
  const drawnIf = (field: ColourField) => shadesOfLook({ ...whole, [field]: beneath?.[field] ?? '' });
  return (
    <div className={classes.dressing}>
      <div className={classes.fields}>
        <TextInput label={say.name} maxLength={60} autoComplete="off" placeholder={called} {...fields.text('name')} />
        <LogoField fields={fields} />
        <div className={classes.two}>
          <AccentField fields={fields} field="accent" unset={drawnIf('accent').light.accent} />
          <AccentField fields={fields} field="accentDark" unset={drawnIf('accentDark').dark.accent} />
          <ColourInput fields={fields} field="background" unset={drawnIf('background').light.canvas} />
          <ColourInput fields={fields} field="backgroundDark" unset={drawnIf('backgroundDark').dark.canvas} />
        </div>
        <TextInput label={say.help} maxLength={512} autoComplete="off" {...fields.text('help')} />
        <TextInput label={say.terms} maxLength={512} autoComplete="off" {...fields.text('terms')} />
      </div>
      <LookPreview look={whole} called={values.name || called} />
    </div>
  );
}

type ColourProps<Field extends ColourField = ColourField> = {
  readonly fields: Fields<Look>;
  readonly field: Field;
  /** What is drawn where nothing is said. */
  readonly unset: string;
  readonly says?: string;
};

function ColourInput({ fields, field, unset, says = '' }: ColourProps) {
  const value = fields.values[field];
  return (
    <TextInput
      label={say[field]}
      maxLength={7}
      autoComplete="off"
      autoCapitalize="none"
      spellCheck={false}
      placeholder={unset}
      leftSection={
        <input
          type="color"
          className={classes.picked}
          aria-label={say.pick(say[field])}
          value={isColour(value) ? value : unset}
          onChange={(event) => fields.set(field, event.currentTarget.value)}
        />
      }
      leftSectionPointerEvents="all"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...(says ? { description: says } : {})}
      {...fields.text(field)}
      onChange={(event) => fields.set(field, event.currentTarget.value.trim().toLowerCase())}
    />
  );
}

/** Says what is drawn instead, where the colour itself could not be read. */
function AccentField({ fields, field, unset }: ColourProps<'accent' | 'accentDark'>) {
  const shown = drawnAs(fields.values, field);
  return <ColourInput fields={fields} field={field} unset={unset} says={shown && say.drawnAs(shown, fields.values[field])} />;
}

const bytesOfOne = (parts: string, byte: number) => parts + String.fromCharCode(byte);

function LogoField({ fields }: { readonly fields: Fields<Look> }) {
  const call = useCall();
  const [busy, setBusy] = useState(false);
  const { logo } = fields.values;
  const bring = async (file: File | null) => {
    if (!file) return;
    if (file.size > logoBytesMax) return toldTrouble(new Error(say.tooLarge));
    setBusy(true);
    try {
      const content = btoa(new Uint8Array(await file.arrayBuffer()).reduce(bytesOfOne, ''));
      fields.set('logo', (await call(addLogo, { content })).logo);
    } catch (thrown) {
      toldTrouble(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <fieldset className={classes.logo}>
      <legend>{say.logo}</legend>
      {logo !== '' && <img src={`/sign-in/logo/${logo}`} height={28} alt="" />}
      <FileButton onChange={(file) => void bring(file)} accept={logoTypes.join(',')}>
        {({ onClick }) => (
          <DoButton needs={addLogo.needs} variant="default" loading={busy} onClick={onClick}>
            {logo === '' ? say.choose : say.other}
          </DoButton>
        )}
      </FileButton>
      {logo !== '' && (
        <DoButton needs={addLogo.needs} variant="subtle" color="gray" onClick={() => fields.set('logo', '')}>
          {say.without}
        </DoButton>
      )}
      <p className={classes.says}>{say.logoSays}</p>
    </fieldset>
  );
}
