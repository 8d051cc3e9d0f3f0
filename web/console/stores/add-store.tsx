// Configure › User Stores › Add: kind, connection (tested), users and groups (shown as they would be), rehearsal, name and habits.
import { useNavigate } from '@tanstack/react-router';
import { useContext, useState } from 'react';
import { addStore, previewStore, rehearseStore, testStore } from '#stores/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Problem } from '../../shared/call/problem.ts';
import { UnsavedContext } from '../../shared/call/unsaved.tsx';
import { type Faults, useFields } from '../../shared/form/fields.ts';
import { Page } from '../../shared/frame/page.tsx';
import { told } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { stores } from '../../shared/strings/stores.ts';
import { Wizard } from '../../shared/wizard/wizard.tsx';
import { AddedSummary } from './added-summary.tsx';
import { Connection } from './connection.tsx';
import { addedOf, blankDraft, faultsOfDraft, isSetting, placed, type StoreDraft, settingField, triedOf } from './draft.ts';
import { KindStep } from './kind-step.tsx';
import { LivingFields } from './living.tsx';
import { Mapping } from './mapping.tsx';
import { connectionOf, writingOf } from './parts.ts';
import { PreviewGroups, PreviewUsers } from './preview.tsx';
import { Rehearsal } from './rehearsal.tsx';
import { useTrial } from './trial.ts';

type StepId = 'kind' | 'connection' | 'mapping' | 'rehearsal' | 'on';

/** Where a field is asked for. */
function stepOf({ kind }: StoreDraft, field: string): StepId {
  if (kind === '' || field === 'kind') return 'kind';
  const isOf = (names: readonly string[]) => names.some((name) => settingField(name) === field);
  if (field === 'password' || isOf(connectionOf[kind])) return 'connection';
  return isSetting(field) && !isOf(writingOf[kind]) ? 'mapping' : 'on';
}

function useDraft() {
  const fields = useFields<StoreDraft>(blankDraft, faultsOfDraft);
  const faults: Faults = faultsOfDraft(fields.values);
  const faulty = (step: StepId) => Object.keys(faults).filter((field) => stepOf(fields.values, field) === step);
  const leave = (step: StepId) => () => {
    // Named by the draft itself.
    for (const field of faulty(step)) fields.leave(field as keyof StoreDraft & string);
  };
  return { fields, ready: (step: StepId) => faulty(step).length === 0, leave };
}

export function AddStoreScreen() {
  const go = useNavigate();
  const unsaved = useContext(UnsavedContext);
  const add = useChange(addStore);
  const { fields, ready, leave } = useDraft();
  const [preset, setPreset] = useState('');
  const test = useTrial(testStore);
  const preview = useTrial(previewStore);
  const rehearsal = useTrial(rehearseStore);
  const { values } = fields;
  const { kind } = values;
  const tried = triedOf(values);
  const refuse = (thrown: unknown): StepId => {
    const problem = placed(thrown);
    fields.refuse(problem);
    return stepOf(values, problem instanceof Problem ? (problem.fields[0]?.field ?? '') : '');
  };
  const runTest = async () => {
    const told = await test.run(tried);
    // What belongs to no field stands below them.
    if (told?.thrown) fields.refuse(placed(told.thrown), () => {});
    return told?.answer?.works === true;
  };
  const finish = async () => {
    const store = await add.mutateAsync(addedOf(values));
    told(say.done(store.domain));
    return () => {
      unsaved.forget();
      return go({ to: '/stores/$id', params: { id: store.id } });
    };
  };
  const mapping = kind && (
    <Mapping
      fields={fields}
      kind={kind}
      users={<PreviewUsers preview={preview} tried={tried} ready={ready('connection') && ready('mapping')} />}
      groups={<PreviewGroups preview={preview} tried={tried} />}
    />
  );
  const steps = [
    {
      id: 'kind',
      title: say.steps.kind,
      body: <KindStep fields={fields} preset={preset} onPreset={setPreset} />,
      ready: kind !== '',
      onRefused: leave('kind'),
    },
    {
      id: 'connection',
      title: say.steps.connection,
      body: kind && <Connection fields={fields} kind={kind} test={test} tried={tried} hasPassword={false} goesOn onTest={() => void runTest()} />,
      ready: ready('connection'),
      onRefused: leave('connection'),
      // Who has seen that it does not work may go on all the same: the store may be down today.
      onNext: async () => (test.isOf(tried) && test.answer !== null) || runTest(),
    },
    { id: 'mapping', title: say.steps.mapping, body: mapping, ready: ready('mapping'), onRefused: leave('mapping') },
    { id: 'rehearsal', title: say.steps.rehearsal, body: <Rehearsal rehearsal={rehearsal} tried={tried} />, ready: true },
    { id: 'on', title: say.steps.on, body: kind && <LivingFields fields={fields} kind={kind} />, ready: ready('on'), onRefused: leave('on') },
  ];
  return (
    <Page title={say.title} crumbs={[{ says: nav.configure }, { says: stores.title, to: '/stores' }]}>
      <Wizard
        steps={steps}
        summary={<AddedSummary draft={values} tried={tried} test={test} rehearsal={rehearsal} />}
        typed={fields.typed}
        finishSays={say.finish}
        needs={addStore.needs}
        onFinish={finish}
        onRefused={refuse}
        onCancel={() => void go({ to: '/stores' })}
      />
    </Page>
  );
}
