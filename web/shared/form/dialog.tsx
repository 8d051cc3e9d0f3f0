// Dialogs and fields made from the contracts. A dialog says what will happen as a sentence; its button says the verb.
import { Button, Group, Modal, Stack } from '@mantine/core';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { sentenceOf } from '../call/problem.ts';
import { useUnsaved } from '../call/unsaved.tsx';
import { useFocusReturned } from '../frame/focus.ts';
import { Banner } from '../show/bits.tsx';
import { toldTrouble } from '../show/toast.tsx';
import { frame as say } from '../strings/frame.ts';
import { useFaultFocus } from './fault-focus.ts';

type DialogProps = {
  readonly title: string;
  readonly verb: string;
  readonly danger?: boolean;
  readonly ready?: boolean;
  readonly typed?: boolean;
  readonly size?: string;
  /** What it makes is shown here and nowhere else: it stays open while it is doing. */
  readonly shows?: boolean;
  /** Does it; what it throws is said in the dialog. */
  readonly onDo: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
};

export function Dialog({ title, verb, danger = false, ready = true, typed = false, size = 'md', shows = false, onDo, onClose, children }: DialogProps) {
  const [doing, setDoing] = useState(false);
  const [trouble, setTrouble] = useState('');
  useUnsaved(typed, doing);
  useFocusReturned();
  const { around, seek } = useFaultFocus<HTMLFormElement>();
  const drawn = useRef(false);
  useEffect(() => {
    drawn.current = true;
    return () => {
      drawn.current = false;
    };
  }, []);
  const close = () => {
    if (!(shows && doing)) onClose();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || doing) return;
    setDoing(true);
    setTrouble('');
    await onDo()
      .then(seek)
      .catch((thrown: unknown) => (drawn.current ? setTrouble(sentenceOf(thrown)) : toldTrouble(thrown)))
      .finally(() => setDoing(false));
  };
  return (
    <Modal opened onClose={close} title={title} size={size} closeOnClickOutside={!typed}>
      <form ref={around} onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          {children}
          {trouble && <Banner tone="bad">{trouble}</Banner>}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" disabled={shows && doing} onClick={close}>
              {say.cancel}
            </Button>
            <Button type="submit" loading={doing} disabled={!ready} {...(danger ? { color: 'red' } : {})}>
              {verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** What was asked for is not allowed, and why: opened by the palette or a link, which have no button that could be drawn disabled. */
export function RefusedDialog({ title, says, onClose }: { readonly title: string; readonly says: string; readonly onClose: () => void }) {
  return (
    <Modal opened onClose={onClose} title={title}>
      <Stack gap="md">
        <Banner tone="warn">{says}</Banner>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {say.close}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

type DoneProps = { readonly title: string; readonly onClose: () => void; readonly more?: ReactNode; readonly children: ReactNode };

/** After a change that made a secret: the same dialog shows it, and closes when it has been taken. */
export function DoneDialog({ title, onClose, more, children }: DoneProps) {
  useFocusReturned();
  return (
    <Modal opened onClose={onClose} title={title} closeOnClickOutside={false} closeOnEscape={false}>
      <Stack gap="md">
        {children}
        <Group justify="flex-end" gap="xs">
          {more}
          <Button onClick={onClose}>{say.close}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
