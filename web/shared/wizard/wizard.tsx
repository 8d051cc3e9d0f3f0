// The wizard: steps at the left, the form in the middle, at the right what will be made, growing as one types. Finish as soon as it is possible.
// Screens give it their steps; it knows nothing of what they make.
import { Button, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { sentenceOf } from '../call/problem.ts';
import { useUnsaved } from '../call/unsaved.tsx';
import { useAddress } from '../frame/address.ts';
import { Banner } from '../show/bits.tsx';
import { DoButton } from '../show/may.tsx';
import { frame } from '../strings/frame.ts';
import { wizard as say } from '../strings/wizard.ts';
import classes from './wizard.module.css';

export type Step = {
  readonly id: string;
  readonly title: string;
  readonly body: ReactNode /** Empty, or why one cannot go on from here. */;
  readonly ready: boolean;
  readonly onRefused?: () => void;
};

type WizardProps = {
  readonly steps: readonly Step[];
  readonly summary: ReactNode;
  readonly typed: boolean;
  readonly finishSays: string;
  readonly needs: string;
  readonly onFinish: () => Promise<unknown>;
  readonly onCancel: () => void;
};

function StepList({
  steps,
  at,
  reach,
  onGo,
}: {
  readonly steps: readonly Step[];
  readonly at: number;
  readonly reach: number;
  readonly onGo: (index: number) => void;
}) {
  return (
    <ol className={classes.steps} aria-label={say.steps}>
      {steps.map((step, index) => {
        const done = index < at && step.ready;
        return (
          <li key={step.id}>
            <UnstyledButton className={classes.step} aria-current={index === at ? 'step' : undefined} disabled={index > reach} onClick={() => onGo(index)}>
              <span className={classes.number} data-done={done || undefined}>
                {done ? <IconCheck size={12} stroke={2.5} aria-hidden /> : index + 1}
              </span>
              {step.title}
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}

export function Wizard({ steps, summary, typed, finishSays, needs, onFinish, onCancel }: WizardProps) {
  const { address, change } = useAddress();
  const [doing, setDoing] = useState(false);
  const [trouble, setTrouble] = useState('');
  useUnsaved(typed && !doing);
  const firstNotReady = steps.findIndex((step) => !step.ready);
  const reach = firstNotReady === -1 ? steps.length - 1 : firstNotReady;
  const asked = steps.findIndex((step) => step.id === address.step);
  const at = Math.min(Math.max(asked, 0), reach);
  const step = steps[at];
  const last = at === steps.length - 1;
  const go = (index: number) => change({ step: index === 0 ? undefined : steps[index]?.id });
  const refused = () => step?.onRefused?.();
  const finish = async () => {
    if (firstNotReady !== -1) return refused();
    setDoing(true);
    setTrouble('');
    await onFinish()
      .catch((thrown: unknown) => setTrouble(sentenceOf(thrown)))
      .finally(() => setDoing(false));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (last) void finish();
    else if (step?.ready) go(at + 1);
    else refused();
  };
  return (
    <form className={classes.wizard} onSubmit={submit} noValidate>
      <StepList steps={steps} at={at} reach={reach} onGo={go} />
      <div className={classes.middle}>
        <span className={classes.where}>{say.step(at + 1, steps.length)}</span>
        <h2 className={classes.title}>{step?.title}</h2>
        {step?.body}
        {trouble && <Banner tone="bad">{trouble}</Banner>}
        <div className={classes.buttons}>
          {at > 0 && (
            <Button variant="default" onClick={() => go(at - 1)}>
              {say.back}
            </Button>
          )}
          <Button variant="subtle" color="gray" onClick={onCancel}>
            {frame.cancel}
          </Button>
          <span className={classes.gap} />
          {!last && (
            <DoButton needs={needs} variant="default" loading={doing} onClick={() => void finish()}>
              {say.finish}
            </DoButton>
          )}
          {last ? (
            <DoButton needs={needs} type="submit" loading={doing}>
              {finishSays}
            </DoButton>
          ) : (
            <Button type="submit">{say.next}</Button>
          )}
        </div>
      </div>
      <aside className={classes.summary} aria-label={say.summary} aria-live="polite">
        <h3 className={classes.summaryTitle}>{say.summary}</h3>
        {summary}
      </aside>
    </form>
  );
}
