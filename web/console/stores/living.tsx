// What every store has, whatever its kind: its domain, how often it is read, when a run stops and asks, and whom it lets in during an outage.
import { Checkbox, NumberInput, Textarea, TextInput } from '@mantine/core';
import type { StoreKind } from '#stores/settings-contract.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { form } from '../../shared/strings/form.ts';
import { storeSettings } from '../../shared/strings/store-settings.ts';
import type { Living, StoreDraft } from './draft.ts';
import { writingOf } from './parts.ts';
import { below, SettingField } from './setting-field.tsx';
import classes from './stores.module.css';

const say = storeSettings.living;
const daysMax = 7;
const minutesMax = 10_080;

type Props = { readonly fields: Fields<StoreDraft>; readonly kind: StoreKind };
type Counted = 'position' | 'syncMinutes' | 'brakePercent' | 'outageDays' | 'answerSeconds' | 'connections';
const bounds: Readonly<Record<Counted, readonly [number, number]>> = {
  position: [1, 1_000],
  syncMinutes: [0, minutesMax],
  brakePercent: [1, 100],
  outageDays: [0, daysMax],
  answerSeconds: [1, 60],
  connections: [1, 64],
};

function CountField({ fields, name, says }: { readonly fields: Fields<StoreDraft>; readonly name: Counted; readonly says?: string }) {
  const [min, max] = bounds[name];
  const set = (typed: string | number) => fields.set(name, (typed === '' ? '' : Number(typed)) as Living[Counted]);
  return (
    <NumberInput
      name={name}
      label={say[name]}
      description={says}
      inputWrapperOrder={below}
      min={min}
      max={max}
      allowDecimal={false}
      value={fields.values[name]}
      error={fields.faultOf(name)}
      onBlur={() => fields.blur(name)}
      onChange={set}
    />
  );
}

export function LivingFields({ fields, kind }: Props) {
  const { values, set } = fields;
  return (
    <div className={classes.step}>
      <div className={classes.grid}>
        <TextInput
          label={say.domain}
          description={say.domainSays}
          inputWrapperOrder={below}
          withAsterisk
          autoComplete="off"
          spellCheck={false}
          {...fields.text('domain')}
        />
        <CountField fields={fields} name="position" says={say.positionSays} />
        <div className={classes.wide}>
          <Textarea label={`${say.description} (${form.optional})`} autosize minRows={1} maxRows={4} {...fields.text('description')} />
        </div>
        <CountField fields={fields} name="syncMinutes" says={say.syncMinutesSays} />
        <CountField fields={fields} name="brakePercent" says={say.brakePercentSays} />
      </div>
      <Checkbox
        label={say.justInTime}
        description={say.justInTimeSays}
        checked={values.justInTime}
        onChange={(event) => set('justInTime', event.currentTarget.checked)}
      />
      <Checkbox
        label={say.writable}
        description={say.writableSays}
        checked={values.writable}
        onChange={(event) => set('writable', event.currentTarget.checked)}
      />
      {values.writable && writingOf[kind].length > 0 && (
        <section className={classes.part} aria-label={storeSettings.parts.writing}>
          <h3>{storeSettings.parts.writing}</h3>
          <div className={classes.grid}>
            {writingOf[kind].map((name) => (
              <SettingField key={name} fields={fields} kind={kind} name={name} />
            ))}
          </div>
        </section>
      )}
      <div className={classes.outage}>
        <CountField fields={fields} name="outageDays" says={say.outageDaysSays} />
      </div>
      <details>
        <summary>{say.more}</summary>
        <div className={`${classes.grid} ${classes.more}`}>
          <CountField fields={fields} name="answerSeconds" />
          <CountField fields={fields} name="connections" />
        </div>
      </details>
    </div>
  );
}
