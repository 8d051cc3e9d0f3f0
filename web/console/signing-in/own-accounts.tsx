// What users may do about their own accounts: whether they may delete them, and whether that has to be approved.
import { SegmentedControl } from '@mantine/core';
import type { OutputOf } from '#contract.ts';
import { deletionWays, requestRuleOperations } from '#requests/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Section } from '../../shared/frame/page.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { signUp as say } from '../../shared/strings/sign-up.ts';
import classes from '../console.module.css';
import { SaveBar, useFollowing } from '../save-bar.tsx';

const { show, change } = requestRuleOperations;

export function OwnAccounts() {
  const { data } = useAsk(show, {});
  return data ? <Form asked={data} /> : null;
}

function Form({ asked: { version, settings } }: { readonly asked: OutputOf<typeof show> }) {
  const fields = useFields<typeof settings>(settings, () => ({}));
  const save = useChange(change);
  const undo = useUndo();
  useUnsaved(fields.typed, save.isPending);
  useFollowing(fields, { version, saved: settings });
  const submit = () => {
    const saved = (done: OutputOf<typeof change>) => {
      fields.begin(done.settings);
      told(say.ownSaved, undo(done));
    };
    save.mutate({ ...(version > 0 ? { version } : {}), ...fields.values }, { onSuccess: saved, onError: toldTrouble });
  };
  return (
    <Section title={say.own}>
      <form
        className={classes.narrow}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p>{say.deletion}</p>
        <SegmentedControl
          aria-label={say.deletion}
          data={deletionWays.map((value) => ({ value, label: say.deletions[value] }))}
          value={fields.values.deletion}
          onChange={(value) => fields.set('deletion', value)}
        />
        <SaveBar fields={fields} saved={settings} needs={change.needs} busy={save.isPending} />
      </form>
    </Section>
  );
}
