// What the button of a provider says, where it stands, and whether it is there.
import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import type { Fields } from '../../shared/form/fields.ts';
import { Banner } from '../../shared/show/bits.tsx';
import { providers as say } from '../../shared/strings/providers.ts';
import type { ProviderDraft } from './draft.ts';
import classes from './providers.module.css';

const positionMax = 10_000;

type Props = { readonly fields: Fields<ProviderDraft> /** Open ones that end when it is switched off. */; readonly sessions?: number };

export function ButtonFields({ fields, sessions = 0 }: Props) {
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
      {sessions > 0 && !enabled && <Banner tone="warn">{say.ends(sessions)}</Banner>}
    </div>
  );
}
