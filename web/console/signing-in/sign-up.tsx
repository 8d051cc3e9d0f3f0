// Configure › Signing In › Sign-up: who may make an account of his own, what is asked of him, which terms, and what he gets.
import { Checkbox, MultiSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { type Attribute, listAttributes } from '#attributes/contract.ts';
import type { OutputOf } from '#contract.ts';
import { listRoles } from '#roles/contract.ts';
import { changeSignUpRule, type SignUpRule, showSignUpRule, signUpModes } from '#signups/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { type Fields, useFields } from '../../shared/form/fields.ts';
import { NamedField } from '../../shared/form/named-field.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { signUp as say } from '../../shared/strings/sign-up.ts';
import classes from '../console.module.css';
import { SaveForm } from '../save-form.tsx';
import { InviteToSignUp } from './invite-to-sign-up.tsx';
import { OwnAccounts } from './own-accounts.tsx';

const rolesNamedMax = 200;

/** As it is typed: domains are lines of one text. */
type Draft = Omit<SignUpRule, 'mailDomains'> & { readonly mailDomains: string };
const draftOf = ({ mailDomains, ...rest }: SignUpRule): Draft => ({ ...rest, mailDomains: mailDomains.join('\n') });
const ruleOf = ({ mailDomains, ...rest }: Draft): SignUpRule => ({ ...rest, mailDomains: mailDomains.split(/\s+/).filter((line) => line !== '') });

export function SignUpTab() {
  const asked = useAsk(showSignUpRule, {});
  const attributes = useAsk(listAttributes, {}, { staleMs: 60_000 });
  return (
    <>
      <p>{say.says}</p>
      {asked.data?.lacks && <Banner tone="warn">{say.lacks(asked.data.lacks)}</Banner>}
      {asked.data && attributes.data && <RuleForm asked={asked.data} attributes={attributes.data.items} />}
      {(asked.isPending || attributes.isPending) && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
      {asked.data && <InviteToSignUp offered={asked.data.offered} />}
      <OwnAccounts />
    </>
  );
}

type FormProps = { readonly asked: OutputOf<typeof showSignUpRule>; readonly attributes: readonly Attribute[] };

function RuleForm({ asked: { version, settings }, attributes }: FormProps) {
  const fields = useFields<Draft>(draftOf(settings), () => ({}));
  return (
    <SaveForm
      className={classes.narrow}
      operation={changeSignUpRule}
      fields={fields}
      version={version}
      saved={draftOf(settings)}
      inputOf={(values) => ({ ...(version > 0 ? { version } : {}), ...ruleOf(values) })}
      valuesOf={(done) => draftOf(done.settings)}
      says={say.saved}
    >
      <Who fields={fields} />
      <What fields={fields} attributes={attributes} />
      <Terms fields={fields} />
    </SaveForm>
  );
}

type Part = { readonly fields: Fields<Draft> };

function Who({ fields }: Part) {
  const { mode, approval } = fields.values;
  const wrong = fields.faultOf('mode');
  return (
    <Section title={say.mode}>
      <div className={classes.narrow}>
        <SegmentedControl
          aria-label={say.mode}
          data={signUpModes.map((value) => ({ value, label: say.modes[value] }))}
          value={mode}
          onChange={(value) => fields.set('mode', value)}
        />
        <p>{say.modesSay[mode]}</p>
        {wrong && <Banner tone="bad">{wrong}</Banner>}
        <Checkbox
          label={say.approval}
          description={say.approvalSays}
          checked={approval}
          onChange={(event) => fields.set('approval', event.currentTarget.checked)}
        />
        <Textarea label={say.mailDomains} description={say.mailDomainsSay} autosize minRows={2} {...fields.text('mailDomains')} />
      </div>
    </Section>
  );
}

const isHis = ({ see, change, name, kinds }: Attribute) =>
  see === 'user' && change === 'user' && name !== 'mail' && (kinds.length === 0 || kinds.includes('person'));

function What({ fields, attributes }: Part & { readonly attributes: readonly Attribute[] }) {
  const roles = useAsk(listRoles, { limit: rolesNamedMax }, { staleMs: 60_000 });
  const nameOf = (id: string) => roles.data?.items.find((role) => role.id === id)?.name ?? id;
  const { fields: asked, roles: given } = fields.values;
  return (
    <>
      <MultiSelect
        label={say.fields}
        description={say.fieldsSay}
        searchable
        data={attributes.filter((one) => isHis(one) && !one.required).map(({ name, displayName }) => ({ value: name, label: displayName || name }))}
        value={[...asked]}
        error={fields.faultOf('fields')}
        onChange={(names) => fields.set('fields', names)}
      />
      <div>
        <span>{say.roles}</span>
        <NamedField
          of="roles"
          label={say.roles}
          chosen={given.map((id) => ({ id, name: nameOf(id) }))}
          onChange={(chosen) =>
            fields.set(
              'roles',
              chosen.map(({ id }) => id),
            )
          }
        />
        <p>{fields.faultOf('roles') ?? say.rolesSay}</p>
      </div>
    </>
  );
}

function Terms({ fields }: Part) {
  return (
    <Section title={say.terms}>
      <div className={classes.narrow}>
        <Textarea label={say.termsText} description={say.termsTextSays} autosize minRows={3} maxRows={14} {...fields.text('termsText')} />
        <TextInput label={say.termsLink} description={say.termsLinkSays} {...fields.text('termsLink')} />
        <TextInput label={say.termsVersion} description={say.termsVersionSays} {...fields.text('termsVersion')} />
      </div>
    </Section>
  );
}
