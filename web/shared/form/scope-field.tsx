// On whom a role counts: on everybody, or only on those who fit some conditions. Says in words what that means.
import { Autocomplete, Button, CloseButton, SegmentedControl, Select, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useId } from 'react';
import { listStores } from '#stores/list-contract.ts';
import { kinds } from '#users/contract.ts';
import { useAsk } from '../call/ask.ts';
import { scope as say } from '../strings/scope.ts';
import { show } from '../strings/show.ts';
import classes from './form.module.css';
import { NamedField } from './named-field.tsx';
import { blankCondition, type Condition, type ConditionKind, type ScopeDraft, scopeReady } from './scope-draft.ts';

const conditionKinds = ['groups', 'store', 'roles', 'kind', 'attribute'] as const satisfies readonly ConditionKind[];
const attributesOffered = ['country', 'organisation', 'language', 'timeZone', 'mail'];
/** A scope with more conditions than this nobody reads; the API takes them. */
const conditionsMax = 8;

type LineProps = { readonly condition: Condition; readonly onChange: (condition: Condition) => void };

function StoreField({ condition, onChange }: LineProps) {
  const { data } = useAsk(listStores, {}, { staleMs: 60_000 });
  const stores = (data?.items ?? []).map((store) => ({ value: store.id, label: store.domain }));
  const choose = (id: string | null) =>
    onChange({ ...condition, chosen: stores.filter((each) => each.value === id).map(({ value, label }) => ({ id: value, name: label })) });
  return (
    <Select
      aria-label={say.kinds.store}
      placeholder={say.chooseStore}
      data={stores}
      value={condition.chosen[0]?.id ?? null}
      onChange={choose}
      allowDeselect={false}
    />
  );
}

function ValueField(props: LineProps) {
  const { condition, onChange } = props;
  switch (condition.kind) {
    case 'store':
      return <StoreField {...props} />;
    case 'groups':
    case 'roles':
      return (
        <NamedField of={condition.kind} label={say.kinds[condition.kind]} chosen={condition.chosen} onChange={(chosen) => onChange({ ...condition, chosen })} />
      );
    case 'kind':
      return (
        <Select
          aria-label={say.kinds.kind}
          placeholder={say.chooseKind}
          data={kinds.map((value) => ({ value, label: show.kinds[value] ?? value }))}
          value={condition.value || null}
          onChange={(value) => onChange({ ...condition, value: value ?? '' })}
          allowDeselect={false}
        />
      );
    case 'attribute':
      return (
        <div className={classes.equals}>
          <Autocomplete
            aria-label={say.attribute}
            placeholder={say.attribute}
            data={attributesOffered}
            value={condition.name}
            onChange={(name) => onChange({ ...condition, name })}
            maxLength={64}
          />
          <span>{say.is}</span>
          <TextInput
            aria-label={say.value}
            placeholder={say.value}
            value={condition.value}
            onChange={(event) => onChange({ ...condition, value: event.currentTarget.value })}
            maxLength={255}
          />
        </div>
      );
  }
}

function Line({ condition, onChange, onRemove }: LineProps & { readonly onRemove: (() => void) | undefined }) {
  const setKind = (typed: string | null) => {
    const kind = conditionKinds.find((each) => each === typed);
    if (kind) onChange(blankCondition(condition.key, kind));
  };
  return (
    <div className={classes.condition}>
      <div>
        <Select
          aria-label={say.condition}
          data={conditionKinds.map((kind) => ({ value: kind, label: say.kinds[kind] }))}
          value={condition.kind}
          onChange={setKind}
          allowDeselect={false}
        />
      </div>
      <div>
        <ValueField condition={condition} onChange={onChange} />
      </div>
      {onRemove && <CloseButton size={24} aria-label={say.remove} onClick={onRemove} />}
    </div>
  );
}

type Some = NonNullable<ScopeDraft>;

function Conditions({ draft, onChange }: { readonly draft: Some; readonly onChange: (draft: Some) => void }) {
  const { conditions, join } = draft;
  const put = (next: Condition) => onChange({ ...draft, conditions: conditions.map((each) => (each.key === next.key ? next : each)) });
  const without = (key: string) => onChange({ ...draft, conditions: conditions.filter((each) => each.key !== key) });
  const more = () => onChange({ ...draft, conditions: [...conditions, blankCondition(crypto.randomUUID())] });
  return (
    <div className={classes.conditions}>
      <p className={classes.scopeSays}>{say.means}</p>
      {conditions.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={say.join}
          value={join}
          onChange={(value) => onChange({ ...draft, join: value === 'any' ? 'any' : 'all' })}
          className={classes.join ?? ''}
          data={[
            { value: 'all', label: say.all },
            { value: 'any', label: say.any },
          ]}
        />
      )}
      {conditions.map((each) => (
        <Line key={each.key} condition={each} onChange={put} onRemove={conditions.length > 1 ? () => without(each.key) : undefined} />
      ))}
      {!scopeReady(draft) && <p className={classes.scopeSays}>{say.notReady}</p>}
      {conditions.length < conditionsMax && (
        <div>
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={13} />} onClick={more}>
            {say.more}
          </Button>
        </div>
      )}
    </div>
  );
}

export function ScopeField({ draft, onChange }: { readonly draft: ScopeDraft; readonly onChange: (draft: ScopeDraft) => void }) {
  const label = useId();
  const choose = (value: string) => onChange(value === 'some' ? { join: 'all', conditions: [blankCondition(crypto.randomUUID())] } : null);
  return (
    <div className={classes.scope}>
      <span id={label} className={classes.scopeLabel}>
        {say.label}
      </span>
      <SegmentedControl
        size="xs"
        aria-labelledby={label}
        value={draft === null ? 'all' : 'some'}
        onChange={choose}
        data={[
          { value: 'all', label: say.everybody },
          { value: 'some', label: say.some },
        ]}
      />
      {draft && <Conditions draft={draft} onChange={onChange} />}
    </div>
  );
}
