// Configure › Signing In › Identity providers › Add: which one, connection, a live test, who comes, and the button.
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useContext } from 'react';
import { addProvider, listProviders, tryProvider } from '#providers/contract.ts';
import { presets } from '#providers/presets-contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { Problem } from '../../shared/call/problem.ts';
import { UnsavedContext } from '../../shared/call/unsaved.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Page } from '../../shared/frame/page.tsx';
import { Banner } from '../../shared/show/bits.tsx';
import { told } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { providers as say } from '../../shared/strings/providers.ts';
import { Summary } from '../../shared/wizard/summary.tsx';
import { Wizard } from '../../shared/wizard/wizard.tsx';
import { useTrial } from '../stores/trial.ts';
import { ButtonFields } from './button-fields.tsx';
import { ComingFields } from './coming-fields.tsx';
import { ConnectionFields } from './connection-fields.tsx';
import { addedOf, blankDraft, faultsOfDraft, type ProviderDraft, placed, triedOf } from './draft.ts';
import { LiveTest, useArrived } from './live-test.tsx';
import { PresetStep } from './preset-step.tsx';
import { newcomersSay } from './providers-tab.tsx';

type StepId = 'preset' | 'connection' | 'test' | 'coming' | 'on';

/** Where a field is asked for. */
function stepOf(field: string): StepId {
  if (field === 'preset') return 'preset';
  if (['name', 'position', 'enabled'].includes(field)) return 'on';
  return ['key', 'issuer', 'clientId', 'secret', 'scopes', 'authorities', 'teamId', 'keyId'].includes(field) ? 'connection' : 'coming';
}

export function AddProviderScreen() {
  const go = useNavigate();
  const unsaved = useContext(UnsavedContext);
  const add = useChange(addProvider);
  const known = useAsk(listProviders, {});
  const fields = useFields<ProviderDraft>(blankDraft, faultsOfDraft);
  const test = useTrial(tryProvider);
  const arrived = useArrived(test);
  const { values } = fields;
  const faults = faultsOfDraft(values);
  const faulty = (step: StepId) => Object.keys(faults).filter((field) => stepOf(field) === step);
  const leave = (step: StepId) => () => {
    // Named by the draft itself.
    for (const field of faulty(step)) fields.leave(field as keyof ProviderDraft & string);
  };
  const refuse = (thrown: unknown): StepId => {
    const problem = placed(thrown);
    fields.refuse(problem);
    return stepOf(problem instanceof Problem ? (problem.fields[0]?.field ?? '') : '');
  };
  const begin = async () => {
    const done = await test.run(triedOf(values));
    // What belongs to no field stands below the button.
    if (done?.thrown) fields.refuse(placed(done.thrown), () => {});
  };
  const finish = async () => {
    const provider = await add.mutateAsync(addedOf(values));
    told(say.added(provider.name));
    return () => {
      unsaved.forget();
      return go({ to: '/signing-in/providers/$id', params: { id: provider.id } });
    };
  };
  const address = known.data?.address ?? '';
  const claims = arrived?.claims.map(({ name }) => name) ?? [];
  const step = (id: StepId, body: ReactNode) => ({ id, title: say.steps[id], body, ready: faulty(id).length === 0, onRefused: leave(id) });
  const steps = [
    step('preset', <PresetStep fields={fields} />),
    step('connection', <ConnectionFields fields={fields} address={address} hasSecret={false} />),
    step('test', <LiveTest test={test} isCurrent={test.isOf(triedOf(values))} arrived={arrived} onBegin={() => void begin()} />),
    step('coming', <ComingFields fields={fields} claims={claims} />),
    step('on', <ButtonFields fields={fields} />),
  ];
  const lines = [
    [say.preset, values.preset && presets[values.preset].title],
    [say.name, values.name && <strong key="name">{values.name}</strong>],
    [say.issuer, values.issuer],
    [say.clientId, values.clientId],
    [say.steps.test, arrived?.state === 'arrived' && say.test.works],
    [say.heads.newcomers, values.preset && newcomersSay(values)],
    [say.heads.state, values.preset && (values.enabled ? say.on : say.off)],
  ] as const;
  return (
    <Page title={say.title} crumbs={[{ says: nav.configure }, { says: nav.signingIn, to: '/signing-in' }]}>
      {known.data && address === '' && <Banner tone="warn">{say.noAddress}</Banner>}
      <Wizard
        steps={steps}
        summary={<Summary lines={lines} empty={say.empty} />}
        typed={fields.typed}
        finishSays={say.finish}
        needs={addProvider.needs}
        onFinish={finish}
        onRefused={refuse}
        onCancel={() => void go({ to: '/signing-in', search: { tab: 'providers' } })}
      />
    </Page>
  );
}
