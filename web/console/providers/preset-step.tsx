// The first step: which provider, each with what it is.
import { Radio } from '@mantine/core';
import { type PresetId, presetIds, presets } from '#providers/presets-contract.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { providers as say } from '../../shared/strings/providers.ts';
import { beginningOf, type ProviderDraft } from './draft.ts';
import classes from './providers.module.css';

export function PresetStep({ fields }: { readonly fields: Fields<ProviderDraft> }) {
  const { preset } = fields.values;
  const choose = (typed: string) => {
    const next: PresetId | undefined = presetIds.find((id) => id === typed);
    if (!next || next === preset) return;
    // Each field by its own name.
    for (const [name, value] of Object.entries(beginningOf(next))) fields.set(name as keyof ProviderDraft, value as never);
  };
  return (
    <Radio.Group aria-label={say.preset} value={preset} onChange={choose} error={fields.faultOf('preset')}>
      <div className={classes.presets}>
        {presetIds.map((id) => (
          <Radio.Card key={id} value={id} className={classes.preset ?? ''}>
            <strong>{presets[id].title}</strong>
            <span>{say.presets[id]}</span>
          </Radio.Card>
        ))}
      </div>
    </Radio.Group>
  );
}
