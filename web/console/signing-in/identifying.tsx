// Configure › Signing In › Names: what names a user besides his user name, and of which stores.
import { Checkbox, MultiSelect } from '@mantine/core';
import { type Attribute, listAttributes } from '#attributes/contract.ts';
import { type Identifying, identifyingOperations } from '#authentication/identifier-contract.ts';
import type { OutputOf } from '#contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { titleOf } from '../../shared/form/attributes.ts';
import { useFields } from '../../shared/form/fields.ts';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { identifying as say } from '../../shared/strings/identifying.ts';
import classes from '../console.module.css';
import { SaveForm } from '../save-form.tsx';

const { show, change } = identifyingOperations;

export function IdentifyingTab() {
  const asked = useAsk(show, {});
  const attributes = useAsk(listAttributes, {}, { staleMs: 60_000 });
  return (
    <>
      <p>{say.says}</p>
      {asked.data && attributes.data && <NamesForm asked={asked.data} attributes={attributes.data.items} />}
      {(asked.isPending || attributes.isPending) && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
    </>
  );
}

/** Why it cannot name anybody; '' = it can. */
function offOf({ unique, change: who, name }: Attribute): string {
  if (!unique) return say.notUnique;
  return who === 'user' && name !== 'mail' ? say.byUser : '';
}

function choiceOf(attribute: Attribute) {
  const off = offOf(attribute);
  return { value: attribute.name, label: off ? `${titleOf(attribute)} – ${off}` : titleOf(attribute), disabled: off !== '' };
}

type FormProps = { readonly asked: OutputOf<typeof show>; readonly attributes: readonly Attribute[] };

function NamesForm({ asked: { version, settings }, attributes }: FormProps) {
  const fields = useFields<Identifying>(settings, () => ({}));
  const stores = useAsk(listStores, {}, { staleMs: 60_000 });
  const chosen = fields.values.attributes;
  const choose = (names: readonly string[]) =>
    fields.set(
      'attributes',
      names.map((name) => chosen.find((one) => one.name === name) ?? { name, stores: [] }),
    );
  const narrow = (name: string, ids: string[]) =>
    fields.set(
      'attributes',
      chosen.map((one) => (one.name === name ? { name, stores: ids } : one)),
    );
  const domains = (stores.data?.items ?? []).map(({ id, domain }) => ({ value: id, label: domain }));
  const titled = (name: string) => attributes.filter((one) => one.name === name).map(titleOf)[0] ?? name;
  return (
    <SaveForm
      className={classes.narrow}
      operation={change}
      fields={fields}
      version={version}
      saved={settings}
      inputOf={(values) => ({ ...(version > 0 ? { version } : {}), ...values })}
      valuesOf={(done) => done.settings}
      says={say.saved}
    >
      <MultiSelect
        label={say.attributes}
        description={say.howTo}
        searchable
        data={attributes.map(choiceOf)}
        value={chosen.map(({ name }) => name)}
        onChange={choose}
      />
      {chosen.map(({ name, stores: ids }) => (
        <MultiSelect
          key={name}
          label={say.stores(titled(name))}
          placeholder={ids.length === 0 ? say.allStores : ''}
          {...(name === 'mail' ? { description: say.mailSays } : {})}
          data={domains}
          value={[...ids]}
          onChange={(next) => narrow(name, next)}
        />
      ))}
      <Checkbox
        label={say.nameFirst}
        description={say.nameFirstSays}
        checked={fields.values.nameFirst}
        onChange={(event) => fields.set('nameFirst', event.currentTarget.checked)}
      />
      <Checkbox
        label={say.rememberNames}
        description={say.rememberNamesSays}
        checked={fields.values.rememberNames}
        onChange={(event) => fields.set('rememberNames', event.currentTarget.checked)}
      />
    </SaveForm>
  );
}
