// The first step of Add New User.
import { Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core';
import type { OutputOf } from '#contract.ts';
import type { listStores } from '#stores/contract.ts';
import { addUser, type Kind, kinds } from '#users/contract.ts';
import { type Faults, type Fields, faultsOf } from '../../shared/form/fields.ts';
import formClasses from '../../shared/form/form.module.css';
import { type PasswordChoice, PasswordFields } from '../../shared/form/password-fields.tsx';
import { form, password as passwordSay } from '../../shared/strings/form.ts';
import { show } from '../../shared/strings/show.ts';
import { users } from '../../shared/strings/users.ts';

const say = users.wizard;

export type NewUser = { readonly domain: string; readonly kind: Kind; readonly userName: string; readonly shownName: string; readonly mail: string };

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
export function newUserFaults(values: NewUser): Faults {
  const userName = nameFault(values.userName);
  return { ...faultsOf(addUser.input, values), ...(userName ? { userName } : {}) };
}

type AccountProps = {
  readonly fields: Fields<NewUser>;
  readonly stores: OutputOf<typeof listStores>['items'];
  readonly choice: PasswordChoice;
  readonly onChoice: (choice: PasswordChoice) => void;
  readonly left: ReadonlySet<string>;
  readonly onLeave: (field: string) => void;
  readonly mustChange: boolean;
  readonly onMustChange: (mustChange: boolean) => void;
};

export function AccountStep({ fields, stores, choice, onChoice, left, onLeave, mustChange, onMustChange }: AccountProps) {
  const { values } = fields;
  const domains = stores.map((store) => ({
    value: store.domain,
    label: store.writable ? store.domain : say.readOnly(store.domain),
    disabled: !store.writable,
  }));
  const setKind = (typed: string) => {
    const kind = kinds.find((each) => each === typed);
    if (!kind) return;
    fields.set('kind', kind);
    onChoice({ ...choice, how: kind === 'person' ? (choice.how === 'none' ? 'typed' : choice.how) : 'none' });
  };
  return (
    <div className={formClasses.form}>
      <Select
        label={say.domain}
        data={domains.length > 0 ? domains : [values.domain]}
        value={values.domain}
        allowDeselect={false}
        onChange={(domain) => domain && fields.set('domain', domain)}
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
      <div className={formClasses.pair}>
        <TextInput label={`${say.shownName} (${form.optional})`} autoComplete="off" {...fields.text('shownName')} />
        <TextInput label={`${say.mail} (${form.optional})`} type="email" autoComplete="off" {...fields.text('mail')} />
      </div>
      <PasswordFields
        choice={choice}
        onChange={onChoice}
        ways={values.kind === 'person' ? ['typed', 'generated'] : ['none', 'generated', 'typed']}
        left={left}
        onLeave={onLeave}
      />
      {values.kind === 'person' && (
        <Checkbox
          label={passwordSay.mustChange}
          description={passwordSay.mustChangeSays}
          checked={mustChange}
          onChange={(event) => onMustChange(event.currentTarget.checked)}
        />
      )}
    </div>
  );
}
