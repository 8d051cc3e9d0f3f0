// A screen that is not there yet, could not be loaded, or broke.
import { Button } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { sentenceOf } from '../call/problem.ts';
import { frame as say } from '../strings/frame.ts';
import classes from './states.module.css';

/** Waiting shorter than this shows nothing at all: a flicker is slower than a pause. */
const patienceMs = 300;

export function useLate(): boolean {
  const [late, setLate] = useState(false);
  useTimeout(() => setLate(true), patienceMs, { autoInvoke: true });
  return late;
}

export function Waiting() {
  return useLate() ? (
    <output className={classes.centre}>
      <span className={classes.pulse} aria-hidden="true" />
      <span>{say.loading}</span>
    </output>
  ) : null;
}

type NoteProps = { readonly title: string; readonly children?: ReactNode; readonly action?: ReactNode };

export function Note({ title, children, action }: NoteProps) {
  return (
    <div className={classes.centre}>
      <strong>{title}</strong>
      {children && <span className={classes.says}>{children}</span>}
      {action}
    </div>
  );
}

export function Failed({ thrown, again }: { readonly thrown: unknown; readonly again: () => void }) {
  return (
    <div role="alert">
      <Note
        title={say.failed}
        action={
          <Button variant="default" onClick={again}>
            {say.again}
          </Button>
        }
      >
        {sentenceOf(thrown)}
      </Note>
    </div>
  );
}

export const Missing = () => <Note title={say.missing.title}>{say.missing.says}</Note>;

export const Broken = () => (
  <div role="alert">
    <Note
      title={say.broken.title}
      action={
        <Button variant="default" onClick={() => location.reload()}>
          {say.broken.again}
        </Button>
      }
    >
      {say.broken.says}
    </Note>
  </div>
);
