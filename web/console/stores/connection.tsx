// How a store is reached, tried live: what answers, with which certificate, or in one sentence why not.
import { PasswordInput } from '@mantine/core';
import { testStore } from '#stores/contract.ts';
import type { StoreKind } from '#stores/settings-contract.ts';
import { sentenceOf } from '../../shared/call/problem.ts';
import type { Fields } from '../../shared/form/fields.ts';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { storeSettings as say } from '../../shared/strings/store-settings.ts';
import { CertificateFacts } from './certificate.tsx';
import type { StoreDraft, Tried } from './draft.ts';
import { connectionOf } from './parts.ts';
import { below, SettingField } from './setting-field.tsx';
import classes from './stores.module.css';
import type { Trial } from './trial.ts';

type Test = Trial<typeof testStore>;
type Props = {
  readonly fields: Fields<StoreDraft>;
  readonly kind: StoreKind;
  readonly test: Test;
  readonly tried: Tried;
  readonly hasPassword: boolean;
  /** Its fields are shown, and cannot be typed over: the browser itself disables them. */
  readonly fixed?: boolean;
  /** In the wizard, where Next tests too. */
  readonly goesOn?: boolean;
  readonly onTest: () => void;
};

export function Connection({ fields, kind, test, tried, hasPassword, fixed = false, goesOn = false, onTest }: Props) {
  const names = connectionOf[kind];
  const before = names.slice(0, names.indexOf('authorities'));
  return (
    <div className={classes.step}>
      <fieldset disabled={fixed} className={classes.grid}>
        {before.map((name) => (
          <SettingField key={name} fields={fields} kind={kind} name={name} />
        ))}
        <div className={kind === 'sql' ? undefined : classes.wide}>
          <PasswordInput
            label={say.password}
            description={say.passwordSays}
            inputWrapperOrder={below}
            placeholder={hasPassword ? say.passwordKept : undefined}
            autoComplete="new-password"
            {...fields.text('password')}
          />
        </div>
        <SettingField fields={fields} kind={kind} name="authorities" />
      </fieldset>
      <div>
        <DoButton needs={testStore.needs} reads variant="default" loading={test.asking !== ''} onClick={onTest}>
          {say.test.button}
        </DoButton>
      </div>
      <div role="status" className={classes.told}>
        <Tested test={test} current={test.isOf(tried)} goesOn={goesOn} />
      </div>
    </div>
  );
}

function Tested({ test: { of, answer, thrown }, current, goesOn }: { readonly test: Test; readonly current: boolean; readonly goesOn: boolean }) {
  if (of === '') return null;
  if (!current) return <Dim>{say.test.changed}</Dim>;
  if (!answer) return <Banner tone="bad">{sentenceOf(thrown)}</Banner>;
  return (
    <>
      <Banner tone={answer.works ? 'good' : 'bad'}>
        {answer.says} {!answer.works && goesOn && <Dim>{say.test.goesOn}</Dim>}
      </Banner>
      {answer.certificate && <CertificateFacts certificate={answer.certificate} />}
    </>
  );
}
