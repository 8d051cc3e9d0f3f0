import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Attribute, deleteAttribute, editAttribute, listAttributes, type Rehearsal, rehearseAttribute } from '#attributes/contract.ts';
import { listJournal } from '#journal/contract.ts';
import { useAsk, useChange, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { titleOf } from '../../shared/form/attributes.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Failed, Note, Waiting } from '../../shared/frame/states.tsx';
import { useTitle } from '../../shared/frame/title.ts';
import { Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { attributes as say } from '../../shared/strings/attributes.ts';
import { JournalOf } from '../journal/journal-of.tsx';
import { SaveBar, useFollowing } from '../save-bar.tsx';
import { AttributeForm } from './attribute-form.tsx';
import { changesOf, type Draft, draftOf, faultsOfDraft } from './draft.ts';
import { MappedIn } from './mapped-in.tsx';
import { RehearsalDialog } from './rehearsal.tsx';

function useDeleting(attribute: Attribute) {
  const go = useNavigate();
  const rehearse = useChange(rehearseAttribute);
  const remove = useChange(deleteAttribute);
  const undo = useUndo();
  const [asked, setAsked] = useState<Rehearsal | null>(null);
  const begin = () => rehearse.mutate({ id: attribute.id, delete: true }, { onSuccess: setAsked, onError: toldTrouble });
  const act = async () => {
    const done = await remove.mutateAsync({ id: attribute.id, version: attribute.version });
    told(say.removed(titleOf(attribute)), undo(done));
    void go({ to: '/attributes' });
  };
  const close = () => setAsked(null);
  const dialog =
    asked &&
    (asked.outcome === 'done' ? (
      <Dialog title={say.removeTitle(titleOf(attribute))} verb={say.remove} danger onDo={act} onClose={close}>
        <span>{say.removeSays}</span>
      </Dialog>
    ) : (
      <RehearsalDialog rehearsal={asked} onKeep={act} onClose={close} />
    ));
  return { begin, busy: rehearse.isPending, dialog };
}

function EditAttribute({ attribute }: { readonly attribute: Attribute }) {
  const saved = draftOf(attribute);
  const fields = useFields<Draft>(saved, (draft) => faultsOfDraft(draft, false));
  const [asked, setAsked] = useState<Rehearsal | null>(null);
  const rehearse = useChange(rehearseAttribute);
  const edit = useChange(editAttribute);
  const undo = useUndo();
  const deleting = useDeleting(attribute);
  const readsJournal = holds(useMe(), listJournal.needs);
  useUnsaved(fields.typed, edit.isPending);
  useFollowing(fields, { version: attribute.version, saved: saved });
  const refuse = (thrown: unknown) => fields.refuse(thrown, toldTrouble);
  const carryOut = async (keep: boolean) => {
    const next = await edit.mutateAsync({ id: attribute.id, version: attribute.version, ...changesOf(saved, fields.values), ...(keep ? { keep } : {}) });
    fields.begin(draftOf(next));
    setAsked(null);
    told(say.saved, undo(next));
  };
  const save = () => {
    if (!fields.valid) return fields.leaveAll();
    const tried = (rehearsal: Rehearsal) => (rehearsal.outcome === 'done' ? void carryOut(false).catch(refuse) : setAsked(rehearsal));
    return rehearse.mutate({ id: attribute.id, ...changesOf(saved, fields.values) }, { onSuccess: tried, onError: refuse });
  };
  return (
    <Page
      title={titleOf(attribute)}
      crumbs={[{ says: nav.configure }, { says: say.title, to: '/attributes' }]}
      beside={attribute.builtIn ? <Tag>{say.builtIn}</Tag> : <code>{attribute.name}</code>}
      action={
        !attribute.builtIn && (
          <DoButton variant="default" needs={deleteAttribute.needs} loading={deleting.busy} onClick={deleting.begin}>
            {say.remove}
          </DoButton>
        )
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <AttributeForm fields={fields} isNew={false} builtIn={attribute.builtIn} />
        <SaveBar fields={fields} saved={saved} needs={editAttribute.needs} busy={rehearse.isPending || edit.isPending} />
      </form>
      <MappedIn name={attribute.name} />
      {readsJournal && <JournalOf id={attribute.id} />}
      {asked && <RehearsalDialog rehearsal={asked} onKeep={() => carryOut(true)} onClose={() => setAsked(null)} />}
      {deleting.dialog}
    </Page>
  );
}

export function EditAttributeScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const asked = useAsk(listAttributes, {});
  const found = asked.data?.items.find(({ id }) => id === params.id);
  useTitle(asked.data && !found ? say.noSuch : '');
  if (found) return <EditAttribute key={found.id} attribute={found} />;
  if (asked.data) return <Note title={say.noSuch} />;
  return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
}
