// Configure › Signing In: of whom a second factor is asked, from where, and whether a passkey alone is enough.
import { Anchor, Checkbox, MultiSelect, NumberInput, SegmentedControl, Text, Textarea } from '@mantine/core';
import type { OutputOf } from '#contract.ts';
import { type SignInRule, signInRuleOperations } from '#factors/contract.ts';
import { listRoles } from '#roles/contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { Problem } from '../../shared/call/problem.ts';
import { type Fields, useFields } from '../../shared/form/fields.ts';
import { NamedField } from '../../shared/form/named-field.tsx';
import { Page, Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { nav } from '../../shared/strings/access.ts';
import { proofRule, factors as say } from '../../shared/strings/factors.ts';
import { identifying } from '../../shared/strings/identifying.ts';
import { passwordRules } from '../../shared/strings/password-rules.ts';
import { providers } from '../../shared/strings/providers.ts';
import { signUp } from '../../shared/strings/sign-up.ts';
import classes from '../console.module.css';
import { ProvidersTab } from '../providers/providers-tab.tsx';
import { SaveForm } from '../save-form.tsx';
import { PageTabs } from '../tabs.tsx';
import { IdentifyingTab } from './identifying.tsx';
import { PasswordRulesTab } from './password-rules.tsx';
import { ProofRuleTab } from './proof-rule.tsx';
import { SignUpTab } from './sign-up.tsx';

const { show, change } = signInRuleOperations;
const daysMax = 90;
const rolesNamedMax = 200;

/** As it is typed: networks are lines of one text. */
type Draft = Omit<SignInRule, 'trustedNetworks'> & { readonly trustedNetworks: string };

const draftOf = ({ trustedNetworks, ...rest }: SignInRule): Draft => ({ ...rest, trustedNetworks: trustedNetworks.join('\n') });
const ruleOf = ({ trustedNetworks, ...rest }: Draft): SignInRule => ({ ...rest, trustedNetworks: trustedNetworks.split(/\s+/).filter((line) => line !== '') });
const isDays = (value: number) => Number.isInteger(value) && value >= 0 && value <= daysMax;
const judge = ({ rememberDays }: Draft) => (isDays(rememberDays) ? {} : { rememberDays: say.whole });

/** A fault of one line belongs to the field of all lines. */
function placed(thrown: unknown): unknown {
  if (!(thrown instanceof Problem)) return thrown;
  const { message, status, code, fields } = thrown;
  return new Problem(message, { status, code, fields: fields.map(({ field, says }) => ({ field: field.split('.')[0] ?? '', says })) });
}

export function SignInRuleScreen() {
  const tabs = [
    { id: 'factors', says: say.tab, body: () => <FactorsTab /> },
    { id: 'again', says: proofRule.tab, body: () => <ProofRuleTab /> },
    { id: 'names', says: identifying.tab, body: () => <IdentifyingTab /> },
    { id: 'passwords', says: passwordRules.title, body: () => <PasswordRulesTab /> },
    { id: 'sign-up', says: signUp.tab, body: () => <SignUpTab /> },
    { id: 'providers', says: providers.tab, body: () => <ProvidersTab /> },
  ];
  return (
    <Page title={say.title} crumbs={[{ says: nav.configure }]}>
      <PageTabs tabs={tabs} />
    </Page>
  );
}

function FactorsTab() {
  const asked = useAsk(show, {});
  return (
    <>
      <p>{say.says}</p>
      {asked.data && <RuleForm asked={asked.data} />}
      {asked.isPending && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
    </>
  );
}

function RuleForm({ asked: { version, settings } }: { readonly asked: OutputOf<typeof show> }) {
  const fields = useFields<Draft>(draftOf(settings), judge);
  return (
    <SaveForm
      className={classes.narrow}
      operation={change}
      fields={fields}
      version={version}
      saved={draftOf(settings)}
      inputOf={(values) => ({ ...(version > 0 ? { version } : {}), ...ruleOf(values) })}
      valuesOf={(done) => draftOf(done.settings)}
      says={say.saved}
      placed={placed}
    >
      <WhoNeedsOne fields={fields} />
      <Browsers fields={fields} />
    </SaveForm>
  );
}

type Part = { readonly fields: Fields<Draft> };

function WhoNeedsOne({ fields }: Part) {
  const { secondFactor, requiredRoles, requiredStores } = fields.values;
  const stores = useAsk(listStores, {}, { staleMs: 60_000 });
  const roles = useAsk(listRoles, { limit: rolesNamedMax }, { staleMs: 60_000 });
  const nameOf = (id: string) => roles.data?.items.find((role) => role.id === id)?.name ?? id;
  const choices = (['optional', 'required'] as const).map((value) => ({ value, label: say.options[value] }));
  return (
    <Section title={say.secondFactor}>
      <div className={classes.narrow}>
        <SegmentedControl aria-label={say.secondFactor} data={choices} value={secondFactor} onChange={(value) => fields.set('secondFactor', value)} />
        <p>{say.optionalSays}</p>
        {secondFactor === 'optional' && (
          <>
            <div>
              <span>{say.requiredRoles}</span>
              <NamedField
                of="roles"
                label={say.requiredRoles}
                chosen={requiredRoles.map((id) => ({ id, name: nameOf(id) }))}
                onChange={(chosen) =>
                  fields.set(
                    'requiredRoles',
                    chosen.map(({ id }) => id),
                  )
                }
              />
            </div>
            <MultiSelect
              label={say.requiredStores}
              data={(stores.data?.items ?? []).map(({ id, domain }) => ({ value: id, label: domain }))}
              value={[...requiredStores]}
              onChange={(ids) => fields.set('requiredStores', ids)}
            />
          </>
        )}
        <Textarea label={say.trustedNetworks} description={say.trustedNetworksSays} autosize minRows={2} {...fields.text('trustedNetworks')} />
      </div>
    </Section>
  );
}

function Browsers({ fields }: Part) {
  return (
    <>
      <NumberInput
        label={say.rememberDays}
        description={say.rememberDaysSays}
        allowDecimal={false}
        min={0}
        max={daysMax}
        value={fields.values.rememberDays}
        onChange={(typed) => fields.set('rememberDays', typed === '' ? -1 : Number(typed))}
        onBlur={() => fields.blur('rememberDays')}
        error={fields.faultOf('rememberDays')}
      />
      <Checkbox
        label={say.mailCodes}
        description={say.mailCodesSays}
        checked={fields.values.mailCodes}
        onChange={(event) => fields.set('mailCodes', event.currentTarget.checked)}
      />
      <Checkbox
        label={say.passkeysAlone}
        description={say.passkeysAloneSays}
        checked={fields.values.passkeysAlone}
        onChange={(event) => fields.set('passkeysAlone', event.currentTarget.checked)}
      />
      <Text size="xs" c="dimmed">
        {say.passkeysTrust}{' '}
        <Anchor href="/reeve-authority.crt" size="xs">
          {say.authorityFile}
        </Anchor>
      </Text>
    </>
  );
}
