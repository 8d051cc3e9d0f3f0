// Asks before a page is left with something typed in it, and only then.
import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useContext } from 'react';
import { UnsavedContext } from '../call/unsaved.tsx';
import { leaving as say } from '../strings/frame.ts';

export function LeavingDialog() {
  const unsaved = useContext(UnsavedContext);
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && unsaved.asks(),
    enableBeforeUnload: () => unsaved.any(),
    withResolver: true,
  });
  return (
    <Modal opened={blocker.status === 'blocked'} onClose={() => blocker.reset?.()} title={say.title}>
      <Stack gap="md">
        <Text>{say.says}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" color="red" onClick={() => blocker.proceed?.()}>
            {say.leave}
          </Button>
          <Button data-autofocus onClick={() => blocker.reset?.()}>
            {say.stay}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
