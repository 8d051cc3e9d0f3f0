// What users may do about their own accounts: whether they may delete them, and whether that has to be approved.
import { SegmentedControl } from '@mantine/core';
import type { OutputOf } from '#contract.ts';
import { deletionWays, requestRuleOperations } from '#requests/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { useFields } from '../../shared/form/fields.ts';
import { Section } from '../../shared/frame/page.tsx';
import { signUp as say } from '../../shared/strings/sign-up.ts';
import classes from '../console.module.css';
import { SaveForm } from '../save-form.tsx';

const { show, change } = requestRuleOperations;

export function OwnAccounts() {
  const { data } = useAsk(show, {});
  return data ? <Form asked={data} /> : null;
}

function Form({ asked: { version, settings } }: { readonly asked: OutputOf<typeof show> }) {
  const fields = useFields<typeof settings>(settings, () => ({}));
  return (
    <Section title={say.own}>
      <SaveForm
        className={classes.narrow}
        operation={change}
        fields={fields}
        version={version}
        saved={settings}
        inputOf={(values) => ({ ...(version > 0 ? { version } : {}), ...values })}
        valuesOf={(done) => done.settings}
        says={say.ownSaved}
      >
        <p>{say.deletion}</p>
        <SegmentedControl
          aria-label={say.deletion}
          data={deletionWays.map((value) => ({ value, label: say.deletions[value] }))}
          value={fields.values.deletion}
          onChange={(value) => fields.set('deletion', value)}
        />
      </SaveForm>
    </Section>
  );
}
