// The first step: which kind of store, each with what it needs; and with what is usual for which product to begin.
import { Radio } from '@mantine/core';
import { IconBinaryTree2, IconBrandWindows, IconDatabase } from '@tabler/icons-react';
import { presets } from '#stores/presets-contract.ts';
import { blankSettings, isStoreKind, type StoreKind, storeKinds } from '#stores/settings-contract.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { Banner } from '../../shared/show/bits.tsx';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { stores } from '../../shared/strings/stores.ts';
import { type SettingField, type StoreDraft, settingsDraft } from './draft.ts';
import classes from './stores.module.css';

const icons = { ldap: IconBinaryTree2, 'active-directory': IconBrandWindows, sql: IconDatabase } as const;

type Props = { readonly fields: Fields<StoreDraft>; readonly preset: string; readonly onPreset: (preset: string) => void };

export function KindStep({ fields, preset, onPreset }: Props) {
  const { kind } = fields.values;
  const begin = (next: StoreKind, id: string) => {
    const laid = presets[next].find((each) => each.id === id)?.settings ?? {};
    const settings = Object.entries(settingsDraft({ ...blankSettings[next], ...laid }));
    fields.set('kind', next);
    // Named by settingsDraft.
    for (const [field, value] of settings) fields.set(field as SettingField, value);
    onPreset(id);
  };
  const choose = (typed: string) => {
    const next = typed;
    if (isStoreKind(next) && next !== kind) begin(next, presets[next][0]?.id ?? '');
  };
  return (
    <div className={classes.step}>
      <Radio.Group aria-label={say.kind.label} value={kind} onChange={choose} error={fields.faultOf('kind')}>
        <div className={classes.kinds}>
          {storeKinds.map((each) => {
            const Icon = icons[each];
            return (
              <Radio.Card key={each} value={each} className={classes.kind ?? ''}>
                <Icon size={20} stroke={1.6} aria-hidden />
                <strong>{stores.kinds[each]}</strong>
                <span>{say.kind[each]}</span>
              </Radio.Card>
            );
          })}
        </div>
      </Radio.Group>
      {kind !== '' && presets[kind].length > 1 && (
        <Radio.Group label={say.kind.preset} value={preset} onChange={(id) => begin(kind, id)}>
          <div className={classes.presets}>
            {presets[kind].map(({ id }) => (
              <Radio key={id} size="xs" value={id} label={say.presets[id]} />
            ))}
          </div>
        </Radio.Group>
      )}
      {preset === 'wso2' && <Banner>{say.wso2Says}</Banner>}
    </div>
  );
}
