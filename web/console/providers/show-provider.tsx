// One identity provider: its connection with the live test, who comes from there, its button; and its deletion.
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { deleteProvider, editProvider, listProviders, type Provider, showProvider, tryProvider } from '#providers/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { isMissing } from '../../shared/call/problem.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { Dialog } from '../../shared/form/dialog.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Page, Section } from '../../shared/frame/page.tsx';
import { NotThere } from '../../shared/frame/states.tsx';
import { Tag } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { providers as say } from '../../shared/strings/providers.ts';
import { SaveBar, useFollowing } from '../save-bar.tsx';
import { useTrial } from '../stores/trial.ts';
import { ButtonFields } from './button-fields.tsx';
import { ComingFields } from './coming-fields.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { changesOf, draftOf, faultsOfDraft, type ProviderDraft, placed, triedOf } from './draft.ts';
import { LiveTest, useArrived } from './live-test.tsx';
import classes from './providers.module.css';

export function ShowProviderScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const asked = useAsk(showProvider, { id: params.id ?? '' });
  const known = useAsk(listProviders, {});
  const [deleting, setDeleting] = useState(false);
  if (!asked.data || asked.data.id !== params.id || isMissing(asked.error)) return <NotThere asked={asked} noSuch={say.noSuch} />;
  const provider = asked.data;
  return (
    <Page
      title={provider.name}
      crumbs={[{ says: nav.configure }, { says: nav.signingIn, to: '/signing-in' }]}
      beside={<Tag>{provider.enabled ? say.on : say.off}</Tag>}
      action={
        <DoButton variant="default" needs={deleteProvider.needs} refused={provider.enabled ? say.deletion.first : undefined} onClick={() => setDeleting(true)}>
          {say.deletion.button}
        </DoButton>
      }
    >
      <EditProvider key={provider.id} provider={provider} address={known.data?.address ?? ''} />
      {deleting && <DeleteProvider provider={provider} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

function EditProvider({ provider, address }: { readonly provider: Provider; readonly address: string }) {
  const saved = draftOf(provider);
  const fields = useFields<ProviderDraft>(saved, faultsOfDraft);
  const edit = useChange(editProvider);
  const undo = useUndo();
  const test = useTrial(tryProvider);
  const arrived = useArrived(test);
  useUnsaved(fields.typed, edit.isPending);
  useFollowing(fields, { version: provider.version, saved });
  const refuse = (thrown: unknown) => fields.refuse(placed(thrown), toldTrouble);
  const tried = triedOf(fields.values, provider.id);
  const begin = async () => {
    const done = await test.run(tried);
    if (done?.thrown) refuse(done.thrown);
  };
  const submit = () => {
    if (!fields.valid) return fields.leaveAll();
    const done = (next: OutputOf<typeof editProvider>) => {
      fields.begin(draftOf(next));
      told(say.saved(next.name), undo(next));
    };
    return edit.mutate({ id: provider.id, version: provider.version, ...changesOf(saved, fields.values) }, { onSuccess: done, onError: refuse });
  };
  return (
    <form
      className={classes.settings}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title={say.steps.on}>
        <ButtonFields fields={fields} sessions={provider.sessions} />
      </Section>
      <Section title={say.steps.coming}>
        <ComingFields fields={fields} claims={arrived?.claims.map(({ name }) => name) ?? []} />
      </Section>
      <Section title={say.steps.connection}>
        <ConnectionFields fields={fields} address={address} hasSecret={provider.hasSecret} isKept />
      </Section>
      <Section title={say.steps.test}>
        <LiveTest test={test} isCurrent={test.isOf(tried)} arrived={arrived} onBegin={() => void begin()} />
      </Section>
      <SaveBar fields={fields} saved={saved} needs={editProvider.needs} busy={edit.isPending} />
    </form>
  );
}

function DeleteProvider({ provider: { id, name, linked }, onClose }: { readonly provider: Provider; readonly onClose: () => void }) {
  const go = useNavigate();
  const remove = useChange(deleteProvider);
  const act = async () => {
    await remove.mutateAsync({ id });
    told(say.deletion.done(name));
    onClose();
    await go({ to: '/signing-in', search: { tab: 'providers' } });
  };
  return (
    <Dialog title={say.deletion.title(name)} verb={say.deletion.verb} danger onDo={act} onClose={onClose}>
      <span>{say.deletion.says(linked)}</span>
    </Dialog>
  );
}
