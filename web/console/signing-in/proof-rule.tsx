// Configure › Signing In › Asked again: how old a proof of who one is may be before something dangerous asks for another.
import { NumberInput } from '@mantine/core';
import type { OutputOf } from '#contract.ts';
import { proofMinutesMax, proofRuleOperations } from '#proof/contract.ts';
import { useAsk } from '../../shared/call/ask.ts';
import { useFields } from '../../shared/form/fields.ts';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { proofRule as say } from '../../shared/strings/factors.ts';
import classes from '../console.module.css';
import { SaveForm } from '../save-form.tsx';

const { show, change } = proofRuleOperations;
const isMinutes = (value: number) => Number.isInteger(value) && value >= 0 && value <= proofMinutesMax;
const judge = ({ minutes }: { readonly minutes: number }) => (isMinutes(minutes) ? {} : { minutes: say.whole });

export function ProofRuleTab() {
  const asked = useAsk(show, {});
  return (
    <>
      <p>{say.says}</p>
      {asked.data && <ProofRuleForm asked={asked.data} />}
      {asked.isPending && <Waiting />}
      {asked.error && !asked.data && <Failed thrown={asked.error} again={() => void asked.refetch()} />}
    </>
  );
}

function ProofRuleForm({ asked: { version, settings } }: { readonly asked: OutputOf<typeof show> }) {
  const fields = useFields(settings, judge);
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
      <NumberInput
        label={say.minutes}
        description={say.minutesSays}
        allowDecimal={false}
        min={0}
        max={proofMinutesMax}
        value={fields.values.minutes}
        onChange={(typed) => fields.set('minutes', typed === '' ? -1 : Number(typed))}
        onBlur={() => fields.blur('minutes')}
        error={fields.faultOf('minutes')}
      />
    </SaveForm>
  );
}
