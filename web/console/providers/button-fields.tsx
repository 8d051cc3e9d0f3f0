// What the button of a provider says, where it stands, and whether it is there.
import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import type { Fields } from '../../shared/form/fields.ts';
import { providers as say } from '../../shared/strings/providers.ts';
import type { ProviderDraft } from './draft.ts';
import classes from './providers.module.css';

const positionMax = 10_000;

export function ButtonFields({ fields }: { readonly fields: Fields<ProviderDraft> }) {
  const { name, position, enabled } = fields.values;
  return (
    <div className={classes.step}>
      <TextInput label={say.name} description={say.nameSays(name)} withAsterisk autoComplete="off" maxLength={60} {...fields.text('name')} />
      <NumberInput
        label={say.position}
        allowDecimal={false}
        min={0}
        max={positionMax}
        value={position}
        onChange={(typed) => fields.set('position', Number(typed))}
      />
      <Checkbox label={say.enabled} description={say.enabledSays} checked={enabled} onChange={(event) => fields.set('enabled', event.currentTarget.checked)} />
    </div>
  );
}
