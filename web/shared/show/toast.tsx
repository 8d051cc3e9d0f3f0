// What just happened, said at the corner; with Undo where there is one.
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { sentenceOf } from '../call/problem.ts';
import { frame as say } from '../strings/frame.ts';
import { Secret } from './bits.tsx';
import classes from './show.module.css';

type More = {
  readonly undo?: () => void;
  /** Shown until it is closed: nobody can read it again. */
  readonly secret?: string;
};

export function told(says: string, { undo, secret }: More = {}): void {
  const id = crypto.randomUUID();
  const back = () => {
    notifications.hide(id);
    undo?.();
  };
  const message = secret ? (
    <>
      {says}
      <Secret secret={secret} />
    </>
  ) : (
    <span className={classes.toast}>
      {says}
      {undo && (
        <Button size="compact-xs" variant="default" onClick={back}>
          {say.undo}
        </Button>
      )}
    </span>
  );
  notifications.show({
    id,
    message,
    ...(secret ? { autoClose: false } : {}),
    icon: <IconCheck size={14} />,
    color: 'petrol',
    radius: 'md',
    closeButtonProps: { 'aria-label': say.close },
  });
}

export function toldTrouble(thrown: unknown): void {
  notifications.show({
    message: sentenceOf(thrown),
    icon: <IconAlertTriangle size={14} />,
    color: 'red',
    radius: 'md',
    autoClose: 15_000,
    role: 'alert',
    closeButtonProps: { 'aria-label': say.close },
  });
}
