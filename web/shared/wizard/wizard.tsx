// The wizard: steps at the left, the form in the middle, at the right what will be made, growing as one types. Finish as soon as it is possible.
// Screens give it their steps; it knows nothing of what they make.
import { Button, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../call/problem.ts';
import { useUnsaved } from '../call/unsaved.tsx';
import { useFaultFocus } from '../form/fault-focus.ts';
import { useAddress } from '../frame/address.ts';
import { useStillHere } from '../frame/still-here.ts';
import { Banner } from '../show/bits.tsx';
import { DoButton } from '../show/may.tsx';
import { toldTrouble } from '../show/toast.tsx';
import { frame } from '../strings/frame.ts';
import { wizard as say } from '../strings/wizard.ts';
import classes from './wizard.module.css';

export type Step = {
  readonly id: string;
  readonly title: string;
  readonly body: ReactNode;
  /** One may go on from here. */
  readonly ready: boolean;
  readonly onRefused?: () => void;
  /** What is tried before one goes on from here; false = one stays. */
  readonly onNext?: () => Promise<boolean>;
};

type WizardProps = {
  readonly steps: readonly Step[];
  readonly summary: ReactNode;
  readonly typed: boolean;
  readonly finishSays: string;
  readonly needs: string;
  /** Makes it, and answers what to do next if one is still here. */
  readonly onFinish: () => Promise<() => unknown>;
  /** Puts a refusal beside its field and answers the step of that field; throws on what belongs to none. */
  readonly onRefused: (thrown: unknown) => string;
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

/** A new step begins at its heading, also when going back; the first one is not a new one. */
function useHeadingFocus(step: string | undefined) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    heading.current?.focus();
  }, [step]);
  return heading;
}

export function Wizard({ steps, summary, typed, finishSays, needs, onFinish, onRefused, onCancel }: WizardProps) {
  const { address, change } = useAddress();
  const [doing, setDoing] = useState(false);
  const [trying, setTrying] = useState(false);
  const [trouble, setTrouble] = useState('');
  useUnsaved(typed, doing);
  const firstNotReady = steps.findIndex((step) => !step.ready);
  const reach = firstNotReady === -1 ? steps.length - 1 : firstNotReady;
  const asked = steps.findIndex((step) => step.id === address.step);
  const at = Math.min(Math.max(asked, 0), reach);
  const step = steps[at];
  const last = at === steps.length - 1;
  const go = (index: number) => change({ step: index === 0 ? undefined : steps[index]?.id });
  const heading = useHeadingFocus(step?.id);
  const { around, seek } = useFaultFocus<HTMLFormElement>();
  const refused = () => {
    step?.onRefused?.();
    seek();
  };
  const stillHere = useStillHere();
  const show = (thrown: unknown) => {
    try {
      const id = onRefused(thrown);
      seek();
      go(steps.findIndex((each) => each.id === id));
    } catch (unplaced) {
      setTrouble(sentenceOf(unplaced));
    }
  };
  const finish = async () => {
    if (doing) return;
    if (firstNotReady !== -1) return refused();
    const isHere = stillHere();
    setDoing(true);
    setTrouble('');
    try {
      const next = await onFinish();
      if (isHere()) await next();
    } catch (thrown) {
      if (isHere()) show(thrown);
      else toldTrouble(thrown);
    } finally {
      setDoing(false);
    }
  };
  const next = async () => {
    if (!step?.ready) return refused();
    if (!step.onNext) return go(at + 1);
    const isHere = stillHere();
    setTrying(true);
    const mayGoOn = await step.onNext().finally(() => setTrying(false));
    if (!isHere()) return undefined;
    return mayGoOn ? go(at + 1) : seek();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (doing || trying) return;
    void (last ? finish() : next());
  };
  return (
    <form ref={around} className={classes.wizard} onSubmit={submit} noValidate>
      <StepList steps={steps} at={at} reach={doing || trying ? -1 : reach} onGo={go} />
      <div className={classes.middle}>
        <span className={classes.where}>{say.step(at + 1, steps.length)}</span>
        <h2 ref={heading} className={classes.title} tabIndex={-1}>
          {step?.title}
        </h2>
        {step?.body}
        {trouble && <Banner tone="bad">{trouble}</Banner>}
        <div className={classes.buttons}>
          {at > 0 && (
            <Button variant="default" disabled={doing || trying} onClick={() => go(at - 1)}>
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
            <Button type="submit" disabled={doing} loading={trying}>
              {say.next}
            </Button>
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
