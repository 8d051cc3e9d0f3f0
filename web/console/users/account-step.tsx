// The first step of Add New User.
import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { Attribute } from '#attributes/contract.ts';
import type { OutputOf } from '#contract.ts';
import type { listStores } from '#stores/list-contract.ts';
import { addUser, type Kind, kinds } from '#users/contract.ts';
import { AttributeField } from '../../shared/form/attribute-field.tsx';
import { fieldOf, givenBy, isAskedOf, missingOf, type Values } from '../../shared/form/attributes.ts';
import { type Faults, type Fields, faultsOf } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import type { Judged } from '../../shared/form/judgement.ts';
import { type PasswordChoice, PasswordFields, type PasswordHow } from '../../shared/form/password-fields.tsx';
import { UserField } from '../../shared/form/user-field.tsx';
import { form, password as passwordSay } from '../../shared/strings/form.ts';
import { mail } from '../../shared/strings/mail.ts';
import { show } from '../../shared/strings/show.ts';
import { storeHomes } from '../../shared/strings/store-homes.ts';
import { users } from '../../shared/strings/users.ts';

const say = users.wizard;

/** Beside domain, kind and name, whatever the definitions ask for: texts by the names of their fields. */
export type NewUser = Values & { readonly domain: string; readonly kind: Kind; readonly userName: string; readonly owner: string };

const nameMin = 3;
const nameMax = 64;

function nameFault(name: string): string {
  if (name === '') return form.needed;
  if (/\s/u.test(name)) return say.white;
  if (name.includes('/')) return say.slash;
  const length = [...name].length;
  if (length < nameMin) return say.tooShort;
  return length > nameMax ? say.tooLong : '';
}

/** What can be seen from here; whether the name is free, the server says on finishing. */
export function newUserFaults(attributes: readonly Attribute[], values: NewUser): Faults {
  const { domain, kind } = values;
  const userName = nameFault(values.userName);
  const own = faultsOf(addUser.input, { domain, kind, userName: values.userName, ...givenBy(attributes, {}, values) });
  return { ...own, ...missingOf(attributes, kind, values), ...(userName ? { userName } : {}) };
}

const primary = 'PRIMARY';
/** Users of other stores have the password of their store: nobody is invited there. */
const waysOf = ({ kind, domain }: NewUser): readonly PasswordHow[] => {
  if (kind !== 'person') return ['none', 'generated', 'typed'];
  return domain === primary ? ['typed', 'generated', 'invited'] : ['typed', 'generated'];
};

type AccountProps = {
  readonly fields: Fields<NewUser>;
  readonly attributes: readonly Attribute[];
  readonly stores: OutputOf<typeof listStores>['items'];
  readonly choice: PasswordChoice;
  readonly judged: Judged;
  readonly onChoice: (choice: PasswordChoice) => void;
  readonly left: ReadonlySet<string>;
  readonly onLeave: (field: string) => void;
  readonly mustChange: boolean;
  readonly onMustChange: (mustChange: boolean) => void;
};

/** Asked for in sight, also where nobody requires them. */
const always: readonly string[] = ['shownName', 'mail'];

export function AccountStep({ fields, attributes, stores, choice, judged, onChoice, left, onLeave, mustChange, onMustChange }: AccountProps) {
  const { values } = fields;
  const domains = stores.map((store) => ({
    value: store.domain,
    label: !store.enabled ? storeHomes.disabled(store.domain) : store.writable ? store.domain : storeHomes.notAdded(store.domain),
    disabled: !(store.enabled && store.writable),
  }));
  const setDomain = (domain: string) => {
    fields.set('domain', domain);
    if (choice.how === 'invited' && domain !== primary) onChoice({ ...choice, how: 'typed' });
  };
  const setKind = (typed: string) => {
    const kind = kinds.find((each) => each === typed);
    if (!kind) return;
    fields.set('kind', kind);
    onChoice({ ...choice, how: kind === 'person' ? (choice.how === 'none' ? 'typed' : choice.how) : 'none' });
  };
  const field = (attribute: Attribute) => (
    <AttributeField
      key={attribute.id}
      attribute={attribute}
      optional={form.optional}
      value={values[fieldOf(attribute)] ?? ''}
      error={fields.faultOf(fieldOf(attribute))}
      onChange={(value) => fields.set(fieldOf(attribute), value)}
      onLeave={() => fields.blur(fieldOf(attribute))}
    />
  );
  const asked = attributes.filter((attribute) => isAskedOf(attribute, values.kind));
  const isFirst = ({ required, name, builtIn }: Attribute) => required || (builtIn && always.includes(name));
  const first = asked.filter(isFirst);
  const more = asked.filter((attribute) => !isFirst(attribute));
  return (
    <div className={formClasses.form}>
      <Select
        label={say.domain}
        data={domains.length > 0 ? domains : [values.domain]}
        value={values.domain}
        allowDeselect={false}
        onChange={(domain) => domain && setDomain(domain)}
      />
      <SegmentedControl
        size="xs"
        aria-label={say.kind}
        value={values.kind}
        onChange={setKind}
        data={kinds.map((kind) => ({ value: kind, label: show.kind[kind] ?? kind }))}
      />
      <TextInput
        label={say.userName}
        description={say.userNameSays}
        withAsterisk
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="none"
        data-autofocus
        {...fields.text('userName')}
      />
      {values.kind !== 'person' && (
        <UserField
          label={users.page.owner}
          description={users.page.ownerSays}
          kind="person"
          error={fields.faultOf('owner')}
          value={values.owner}
          onChange={(id) => fields.set('owner', id ?? '')}
        />
      )}
      <div className={formClasses.pair}>{first.map(field)}</div>
      <PasswordFields choice={choice} judged={judged} onChange={onChoice} ways={waysOf(values)} left={left} onLeave={onLeave} />
      {more.length > 0 && (
        <details>
          <summary>{say.details}</summary>
          <div className={`${formClasses.pair} ${formClasses.more}`}>{more.map(field)}</div>
        </details>
      )}
      {choice.how === 'invited' && values.mail === '' && <p className={formClasses.fixed}>{mail.invitation.needsMail}</p>}
      {values.kind === 'person' && choice.how !== 'invited' && (
        <Checkbox
          label={passwordSay.mustChange}
          description={values.domain === 'PRIMARY' ? passwordSay.mustChangeSays : passwordSay.mustChangeThere}
          checked={mustChange}
          onChange={(event) => onMustChange(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}
