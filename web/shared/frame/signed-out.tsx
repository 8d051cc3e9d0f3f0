// What happens when the server says that the session has ended: nothing typed, then to the sign-in page; otherwise a dialog that loses nothing.
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import type { Unsaved } from '../call/unsaved.tsx';
import { frame, ended as say } from '../strings/frame.ts';
import { makeQuestion, type Question } from './question.ts';

const here = () => `${location.pathname}${location.search}`;
const signInAt = (to: string) => `/sign-in?to=${encodeURIComponent(to)}`;
const leave = () => {
  location.assign(signInAt(here()));
  return new Promise<never>(() => {});
};

/** Nothing typed: to the sign-in page. Otherwise the dialog asks. */
export function makeSignedOut(unsaved: Unsaved): Question {
  const question = makeQuestion();
  return { ...question, ask: () => (unsaved.any() ? question.ask() : leave()) };
}

/** Who answers at /api/me now; empty when nobody is signed in. */
async function whoIsThere(): Promise<string> {
  const answer = await fetch('/api/me', { credentials: 'same-origin', cache: 'no-store' }).catch(() => null);
  const read: unknown = answer?.ok ? await answer.json().catch(() => null) : null;
  const user = typeof read === 'object' && read !== null && 'user' in read ? read.user : null;
  return typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : '';
}

export function SignedOutDialog({ signedOut, wasId }: { readonly signedOut: Question; readonly wasId: string }) {
  const open = useSyncExternalStore(signedOut.subscribe, signedOut.open);
  const [trouble, setTrouble] = useState('');
  const goOn = async () => {
    const isId = await whoIsThere();
    if (isId === '') return setTrouble(say.notYet);
    if (isId !== wasId) return setTrouble(say.other);
    setTrouble('');
    return signedOut.answer(true);
  };
  return (
    <Modal opened={open} onClose={() => signedOut.answer(false)} title={say.title} zIndex={400}>
      <Stack gap="md">
        <Text>{say.says}</Text>
        {trouble && (
          <Text role="alert" c="var(--bad)">
            {trouble}
          </Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => signedOut.answer(false)}>
            {frame.cancel}
          </Button>
          {trouble === say.other && (
            <Button variant="default" onClick={() => location.reload()}>
              {say.reload}
            </Button>
          )}
          <Button variant="default" component="a" href={signInAt('/account')} target="_blank" rel="noopener">
            {say.signIn}
          </Button>
          <Button onClick={() => void goOn()}>{say.goOn}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
