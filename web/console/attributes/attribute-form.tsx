// The fields of a definition. The pattern and its example are tried by the server while they are typed, by the same code that will judge values.
import { Checkbox, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { attributeTypes, attributeValuesMax, tryAttribute, userKinds, whoCan } from '#attributes/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import type { Fields } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { Section } from '../../shared/frame/page.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { attributes as say } from '../../shared/strings/attributes.ts';
import { show } from '../../shared/strings/show.ts';
import { type Draft, linesOf, takesPattern } from './draft.ts';

type FormProps = { readonly fields: Fields<Draft>; readonly isNew: boolean; readonly builtIn: boolean };

const tryAfterMs = 200;

/** The example against the pattern, as both stand. */
function Tried({ draft }: { readonly draft: Draft }) {
  const { type, pattern, patternSays, choices, example } = draft;
  const [settled] = useDebouncedValue({ type, pattern, patternSays, choices: linesOf(choices), value: example }, tryAfterMs);
  const isAsked = settled.pattern !== '' || settled.value !== '';
  const { data } = useAsk(tryAttribute, { ...settled, choices: settled.type === 'choice' ? settled.choices : [] }, { enabled: isAsked });
  if (!isAsked || !data) return null;
  if (!data.pattern || data.says !== '') return <Banner tone="warn">{data.says}</Banner>;
  return data.fits ? <Banner tone="good">{say.fits(data.value)}</Banner> : null;
}

function Rules({ fields, builtIn }: Omit<FormProps, 'isNew'>) {
  const { values, set } = fields;
  return (
    <Section title={say.rules}>
      <div className={formClasses.form}>
        <Select
          label={say.type}
          data={attributeTypes.map((type) => ({ value: type, label: say.types[type] }))}
          value={values.type}
          allowDeselect={false}
          disabled={builtIn}
          error={fields.faultOf('type')}
          onChange={(typed) => {
            const type = attributeTypes.find((each) => each === typed);
            if (type) set('type', type);
          }}
        />
        {values.type === 'choice' && <Textarea label={say.choices} description={say.choicesSays} autosize minRows={3} {...fields.text('choices')} />}
        {takesPattern(values.type) && (
          <>
            <TextInput label={say.pattern} description={say.patternSays} spellCheck={false} autoComplete="off" {...fields.text('pattern')} />
            <div className={formClasses.pair}>
              <TextInput label={say.example} description={say.exampleSays} autoComplete="off" {...fields.text('example')} />
              <TextInput label={say.sentence} autoComplete="off" {...fields.text('patternSays')} />
            </div>
            <div role="status">
              <Tried draft={values} />
            </div>
          </>
        )}
        <MultiSelect
          label={say.kinds}
          placeholder={values.kinds.length === 0 ? show.anyKind : ''}
          data={userKinds.map((kind) => ({ value: kind, label: show.kind[kind] ?? kind }))}
          value={values.kinds}
          onChange={(chosen) =>
            set(
              'kinds',
              userKinds.filter((kind) => chosen.includes(kind)),
            )
          }
        />
        <Checkbox
          label={say.required}
          description={say.requiredSays}
          checked={values.required}
          error={fields.faultOf('required')}
          onChange={(event) => set('required', event.currentTarget.checked)}
        />
        <Checkbox
          label={say.unique}
          description={say.uniqueSays}
          checked={values.unique}
          error={fields.faultOf('unique')}
          onChange={(event) => set('unique', event.currentTarget.checked)}
        />
        {!builtIn && (
          <NumberInput
            label={say.valuesMax}
            min={1}
            max={attributeValuesMax}
            allowDecimal={false}
            value={values.valuesMax}
            error={fields.faultOf('valuesMax')}
            onChange={(max) => set('valuesMax', Number(max) || 1)}
          />
        )}
      </div>
    </Section>
  );
}

function Access({ fields, builtIn }: Omit<FormProps, 'isNew'>) {
  const { values, set } = fields;
  const who = (field: 'see' | 'change', words: Readonly<Record<string, string>>) => (
    <Select
      label={say[field]}
      data={whoCan.filter((each) => !(builtIn && field === 'see' && each === 'nobody')).map((each) => ({ value: each, label: words[each] ?? each }))}
      value={values[field]}
      allowDeselect={false}
      error={fields.faultOf(field)}
      onChange={(chosen) => {
        const one = whoCan.find((each) => each === chosen);
        if (one) set(field, one);
      }}
    />
  );
  return (
    <Section title={say.access}>
      <div className={formClasses.form}>
        <div className={formClasses.pair}>
          {who('see', say.who)}
          {who('change', say.whoChanges)}
        </div>
        <Checkbox label={say.inLists} checked={values.inLists} onChange={(event) => set('inLists', event.currentTarget.checked)} />
        <NumberInput
          label={say.position}
          description={say.positionSays}
          min={0}
          max={10_000}
          allowDecimal={false}
          value={values.position}
          error={fields.faultOf('position')}
          onChange={(place) => set('position', Number(place) || 0)}
        />
      </div>
    </Section>
  );
}

export function AttributeForm({ fields, isNew, builtIn }: FormProps) {
  return (
    <>
      <Section title={say.identity} says={builtIn ? say.builtInSays : undefined}>
        <div className={formClasses.form}>
          {isNew && (
            <TextInput
              label={say.name}
              description={say.nameSays}
              withAsterisk
              data-autofocus
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              {...fields.text('name')}
            />
          )}
          <TextInput label={say.displayName} description={say.displayNameSays} autoComplete="off" {...fields.text('displayName')} />
          <TextInput label={say.help} description={say.helpSays} autoComplete="off" {...fields.text('help')} />
        </div>
      </Section>
      <Rules fields={fields} builtIn={builtIn} />
      <Access fields={fields} builtIn={builtIn} />
    </>
  );
}
