// Configure › Attributes › Add attribute.
import { useNavigate } from '@tanstack/react-router';
import { useContext } from 'react';
import { addAttribute } from '#attributes/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { UnsavedContext, useUnsaved } from '../../shared/call/unsaved.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Page } from '../../shared/frame/page.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { attributes as say } from '../../shared/strings/attributes.ts';
import classes from '../console.module.css';
import { AttributeForm } from './attribute-form.tsx';
import { blank, type Draft, faultsOfDraft, givenBy } from './draft.ts';

export function AddAttributeScreen() {
  const go = useNavigate();
  const unsaved = useContext(UnsavedContext);
  const add = useChange(addAttribute);
  const undo = useUndo();
  const fields = useFields<Draft>(blank, (draft) => faultsOfDraft(draft, true));
  useUnsaved(fields.typed, add.isPending);
  const refuse = (thrown: unknown) => fields.refuse(thrown, toldTrouble);
  const save = () => {
    if (!fields.valid) return fields.leaveAll();
    const { name, rules } = givenBy(fields.values);
    const done = (made: object) => {
      unsaved.forget();
      told(say.added(rules.displayName || name), undo(made));
      void go({ to: '/attributes' });
    };
    return add.mutate({ name, ...rules }, { onSuccess: done, onError: refuse });
  };
  return (
    <Page title={say.addTitle} crumbs={[{ says: nav.configure }, { says: say.title, to: '/attributes' }]}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <AttributeForm fields={fields} isNew builtIn={false} />
        <div data-save className={classes.save}>
          <DoButton type="submit" needs={addAttribute.needs} loading={add.isPending}>
            {say.add}
          </DoButton>
        </div>
      </form>
    </Page>
  );
}
