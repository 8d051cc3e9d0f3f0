// One application: what it is, what it asks for, what it looks like; and its deletion.
import { NumberInput, SegmentedControl } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { type Application, deleteApplication, dressApplication, editApplication, requireForApplication, showApplication } from '#applications/contract.ts';
import { lookOperations } from '#applications/look-contract.ts';
import { proofMinutesMax } from '#proof/contract.ts';
import { type Requirement, requiredFactors } from '#proof/requirement-contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { isMissing } from '../../shared/call/problem.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { useFields } from '../../shared/form/fields.ts';
import { Page, Section } from '../../shared/frame/page.tsx';
import { NotThere } from '../../shared/frame/states.tsx';
import { Tag } from '../../shared/show/bits.tsx';
import { DoButton, useMay } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { nav } from '../../shared/strings/access.ts';
import { applications as say } from '../../shared/strings/applications.ts';
import { frame } from '../../shared/strings/frame.ts';
import consoleClasses from '../console.module.css';
import { SaveForm } from '../save-form.tsx';
import classes from './applications.module.css';
import { DetailsFields } from './details-fields.tsx';
import { detailsOf, faultsOfDetails, faultsOfLook } from './draft.ts';
import { calledOf } from './list-applications.tsx';
import { LookFields } from './look-fields.tsx';

type Props = { readonly application: Application };

export function ShowApplicationScreen() {
  const params: { id?: string } = useParams({ strict: false });
  const asked = useAsk(showApplication, { id: params.id ?? '' });
  const [deleting, setDeleting] = useState(false);
  if (!asked.data || asked.data.id !== params.id || isMissing(asked.error)) return <NotThere asked={asked} noSuch={say.noSuch} />;
  const application = asked.data;
  const isOwn = application.builtIn !== '';
  return (
    <Page
      title={calledOf(application)}
      crumbs={[{ says: nav.configure }, { says: say.title, to: '/applications' }]}
      beside={<Tag>{isOwn ? say.own : application.enabled ? say.on : say.off}</Tag>}
      action={
        !isOwn && (
          <DoButton variant="default" needs={deleteApplication.needs} onClick={() => setDeleting(true)}>
            {say.deletion.button}
          </DoButton>
        )
      }
    >
      <div className={classes.forms} key={application.id}>
        {!isOwn && <DetailsForm application={application} />}
        <Section title={say.requirement} says={say.requirementSays[application.builtIn || 'other']}>
          {application.builtIn !== 'account' && <RequirementForm application={application} />}
        </Section>
        <LookForm application={application} />
      </div>
      {deleting && <DeleteApplication application={application} onClose={() => setDeleting(false)} />}
    </Page>
  );
}

function DetailsForm({ application }: Props) {
  const saved = detailsOf(application);
  const fields = useFields(saved, faultsOfDetails);
  const { id, version } = application;
  return (
    <Section title={say.details}>
      <SaveForm
        operation={editApplication}
        fields={fields}
        version={version}
        saved={saved}
        inputOf={(values) => ({ id, version, ...values })}
        valuesOf={detailsOf}
        says={say.saved(fields.values.name)}
      >
        <DetailsFields fields={fields} />
      </SaveForm>
    </Section>
  );
}

const isMinutes = (value: number) => Number.isInteger(value) && value >= 0 && value <= proofMinutesMax;
const judge = ({ minutes }: Requirement) => (isMinutes(minutes) ? {} : { minutes: say.whole });

function RequirementForm({ application }: Props) {
  const { id, version, requirement } = application;
  const fields = useFields(requirement, judge);
  return (
    <SaveForm
      operation={requireForApplication}
      fields={fields}
      version={version}
      saved={requirement}
      inputOf={(values) => ({ id, version, ...values })}
      valuesOf={(answer) => answer.requirement}
      says={say.saved(calledOf(application))}
    >
      <div className={consoleClasses.narrow}>
        <div className={classes.choice}>
          <span>{say.factor}</span>
          <SegmentedControl
            aria-label={say.factor}
            data={requiredFactors.map((value) => ({ value, label: say.factors[value] }))}
            value={fields.values.factor}
            onChange={(value) => fields.set('factor', requiredFactors.find((one) => one === value) ?? 'none')}
          />
          <p className={classes.says}>{application.builtIn === '' ? say.factorSays : `${say.factorSays} ${say.ownFirst}`}</p>
        </div>
        <NumberInput
          label={say.minutes}
          description={say.minutesSays}
          allowDecimal={false}
          min={0}
          max={proofMinutesMax}
          value={fields.values.minutes}
          onChange={(typed) => fields.set('minutes', typed === '' ? -1 : Number(typed))}
          onBlur={() => fields.blur('minutes')}
          error={fields.faultOf('minutes')}
        />
      </div>
    </SaveForm>
  );
}

function LookForm({ application }: Props) {
  const { id, version, look } = application;
  const { may } = useMay(lookOperations.show.needs);
  const whole = useAsk(lookOperations.show, {}, { enabled: may });
  const fields = useFields(look, faultsOfLook);
  const beneath = whole.data?.settings;
  return (
    <Section title={say.look} says={say.lookSays}>
      <SaveForm
        operation={dressApplication}
        fields={fields}
        version={version}
        saved={look}
        inputOf={(values) => ({ id, version, ...values })}
        valuesOf={(answer) => answer.look}
        says={say.saved(calledOf(application))}
      >
        <LookFields fields={fields} called={application.builtIn === '' ? application.name : beneath?.name || frame.product} {...(beneath ? { beneath } : {})} />
      </SaveForm>
    </Section>
  );
}

function DeleteApplication({ application: { id, name }, onClose }: Props & { readonly onClose: () => void }) {
  const go = useNavigate();
  const remove = useChange(deleteApplication);
  const undo = useUndo();
  const act = async () => {
    const done = await remove.mutateAsync({ id });
    told(say.deletion.done(name), undo(done));
    onClose();
    await go({ to: '/applications' });
  };
  return (
    <Dialog title={say.deletion.title(name)} verb={say.deletion.verb} danger onDo={act} onClose={onClose}>
      <span>{say.deletion.says}</span>
    </Dialog>
  );
}
