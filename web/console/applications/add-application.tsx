// Configure › Applications › Add an application.
import { useNavigate } from '@tanstack/react-router';
import { useContext } from 'react';
import { addApplication } from '#applications/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { UnsavedContext, useUnsaved } from '../../shared/call/unsaved.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Page } from '../../shared/frame/page.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { applications as say } from '../../shared/strings/applications.ts';
import classes from '../console.module.css';
import { DetailsFields } from './details-fields.tsx';
import { blankDetails, faultsOfDetails } from './draft.ts';

export function AddApplicationScreen() {
  const go = useNavigate();
  const unsaved = useContext(UnsavedContext);
  const add = useChange(addApplication);
  const undo = useUndo();
  const fields = useFields(blankDetails, faultsOfDetails);
  useUnsaved(fields.typed, add.isPending);
  const refuse = (thrown: unknown) => fields.refuse(thrown, toldTrouble);
  const save = () => {
    if (!fields.valid) return fields.leaveAll();
    return add.mutate(fields.values, {
      onSuccess: (made) => {
        unsaved.forget();
        told(say.added(made.name), undo(made));
        void go({ to: '/applications/$id', params: { id: made.id } });
      },
      onError: refuse,
    });
  };
  return (
    <Page title={say.add} crumbs={[{ says: nav.configure }, { says: say.title, to: '/applications' }]}>
      <form
        className={classes.narrow}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <DetailsFields fields={fields} />
        <div data-save className={classes.save}>
          <DoButton type="submit" needs={addApplication.needs} loading={add.isPending}>
            {say.add}
          </DoButton>
        </div>
      </form>
    </Page>
  );
}
