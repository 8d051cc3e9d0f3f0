// Configure › Signing In › Asked again: how old a proof of who one is may be before something dangerous asks for another.
import { NumberInput } from '@mantine/core';
import type { OutputOf } from '#contract.ts';
import { proofMinutesMax, proofRuleOperations } from '#proof/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { proofRule as say } from '../../shared/strings/factors.ts';
import classes from '../console.module.css';
import { SaveBar, useFollowing } from '../save-bar.tsx';

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
  const save = useChange(change);
  const undo = useUndo();
  useUnsaved(fields.typed, save.isPending);
  useFollowing(fields, { version, saved: settings });
  const submit = () => {
    if (!fields.valid) return fields.leaveAll();
    const saved = (done: OutputOf<typeof change>) => {
      fields.begin(done.settings);
      told(say.saved, undo(done));
    };
    return save.mutate({ ...(version > 0 ? { version } : {}), ...fields.values }, { onSuccess: saved, onError: toldTrouble });
  };
  return (
    <form
      className={classes.narrow}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <NumberInput
        label={say.minutes}
        description={say.minutesSays}
        allowDecimal={false}
        min={0}
        max={proofMinutesMax}
        value={fields.values.minutes}
        onChange={(typed) => fields.set('minutes', typed === '' ? -1 : Number(typed))}
        onBlur={() => fields.leave('minutes')}
        error={fields.faultOf('minutes')}
      />
      <SaveBar fields={fields} saved={settings} needs={change.needs} busy={save.isPending} />
    </form>
  );
}
