// The settings of a store that is there. Other settings may mean other entries: they are rehearsed before they are saved.
import { Button } from '@mantine/core';
import { useState } from 'react';
import { editStore, previewStore, rehearseStore, type StoreDetails, testStore } from '#stores/contract.ts';
import { useChange, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { Dialog } from '../../shared/form/dialog.tsx';
import { useFaultFocus } from '../../shared/form/fault-focus.ts';
import { useFields } from '../../shared/form/fields.ts';
import { Section } from '../../shared/frame/page.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { DoButton, useMay } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { frame } from '../../shared/strings/frame.ts';
import { storeSettings } from '../../shared/strings/store-settings.ts';
import consoleClasses from '../console.module.css';
import { Connection } from './connection.tsx';
import { changesOf, draftOf, faultsOfDraft, placed, type StoreDraft, type Tried, triedOf } from './draft.ts';
import { LivingFields } from './living.tsx';
import { Mapping } from './mapping.tsx';
import { PreviewGroups, PreviewUsers } from './preview.tsx';
import { Rehearsal } from './rehearsal.tsx';
import classes from './stores.module.css';
import { useTrial } from './trial.ts';

const say = storeSettings.page;

export function EditSettings({ store }: { readonly store: StoreDetails }) {
  const [base, setBase] = useState(store);
  const saved = draftOf(base);
  const fields = useFields<StoreDraft>(saved, faultsOfDraft);
  const test = useTrial(testStore);
  const preview = useTrial(previewStore);
  // The store is asked only when somebody wants to see it.
  const [shown, setShown] = useState(false);
  const edit = useChange(editStore);
  const [rehearsing, setRehearsing] = useState(false);
  const { around, seek } = useFaultFocus<HTMLFormElement>();
  useUnsaved(fields.typed, edit.isPending);
  const goOnFrom = (next: StoreDetails) => {
    setBase(next);
    fields.begin(draftOf(next));
  };
  // What somebody else changed is simply taken over where nothing is typed.
  if (store.version > base.version && !fields.typed && !edit.isPending) goOnFrom(store);
  const { kind } = fields.values;
  if (kind === '') return null;
  const tried = triedOf(fields.values, store.id);
  const changes = changesOf(saved, fields.values);
  const meansOthers = changes.settings !== undefined;
  const refuse = (thrown: unknown) => {
    setRehearsing(false);
    seek();
    fields.refuse(placed(thrown), toldTrouble);
  };
  const runTest = async () => {
    const done = await test.run(tried);
    if (done?.thrown) refuse(done.thrown);
  };
  const save = async () => {
    try {
      const next = await edit.mutateAsync({ id: store.id, version: base.version, ...changes });
      goOnFrom(next);
      told(meansOthers ? say.savedAndRead(next.domain) : say.saved(next.domain));
      setRehearsing(false);
    } catch (thrown) {
      refuse(thrown);
    }
  };
  const submit = () => {
    if (edit.isPending) return undefined;
    if (fields.valid) return meansOthers ? setRehearsing(true) : void save();
    seek();
    return fields.leaveAll();
  };
  return (
    <form
      ref={around}
      className={classes.settings}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Section title={say.connection}>
        <Connection
          fields={fields}
          kind={kind}
          test={test}
          tried={tried}
          hasPassword={store.hasPassword}
          fixed={store.declared}
          onTest={() => void runTest()}
        />
      </Section>
      <Section
        title={say.mapping}
        action={
          !shown && (
            <DoButton needs={previewStore.needs} reads variant="default" onClick={() => setShown(true)}>
              {say.showPreview}
            </DoButton>
          )
        }
      >
        <Mapping
          fields={fields}
          kind={kind}
          fixed={store.declared}
          users={shown && <PreviewUsers preview={preview} tried={tried} ready={fields.valid} />}
          groups={shown && <PreviewGroups preview={preview} tried={tried} />}
        />
      </Section>
      <Section title={say.living}>
        <fieldset disabled={store.declared} className={classes.plain}>
          <LivingFields fields={fields} kind={kind} />
        </fieldset>
      </Section>
      {fields.typed && (
        <div className={consoleClasses.save}>
          <Button variant="subtle" color="gray" onClick={() => fields.begin(saved)}>
            {frame.reset}
          </Button>
          <DoButton type="submit" needs={editStore.needs} loading={edit.isPending}>
            {frame.save}
          </DoButton>
        </div>
      )}
      {rehearsing && <BeforeSaving store={store} tried={tried} brakePercent={fields.values.brakePercent} onSave={save} onClose={() => setRehearsing(false)} />}
    </form>
  );
}

type BeforeProps = {
  readonly store: StoreDetails;
  readonly tried: Tried;
  readonly brakePercent: number;
  readonly onSave: () => Promise<void>;
  readonly onClose: () => void;
};

function BeforeSaving({ store, tried, brakePercent, onSave, onClose }: BeforeProps) {
  const rehearsal = useTrial(rehearseStore);
  const mayRehearse = holds(useMe(), rehearseStore.needs);
  const { because } = useMay(rehearseStore.needs);
  const isKnown = rehearsal.isOf(tried);
  const may = !store.enabled || !mayRehearse || isKnown;
  const sure = isKnown && rehearsal.answer !== null;
  return (
    <Dialog title={say.rehearse} verb={sure ? frame.save : say.saveAnyway} ready={may} onDo={onSave} onClose={onClose} size="lg">
      <span>{say.rehearseSays}</span>
      {mayRehearse ? <Rehearsal rehearsal={rehearsal} tried={tried} brakePercent={brakePercent} /> : <Banner tone="warn">{because}</Banner>}
    </Dialog>
  );
}
