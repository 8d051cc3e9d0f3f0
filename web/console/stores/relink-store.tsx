// Re-linking the users of a store that was rebuilt, first step: matched by what. Then the rehearsal, which shows who is whom.
import { Radio, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type Mark, marks } from '#jobs/contract.ts';
import type { Store } from '#stores/list-contract.ts';
import { rehearseRelink } from '#synchronise/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { Dim } from '../../shared/show/bits.tsx';
import { stores } from '../../shared/strings/stores.ts';

const say = stores.relink;
const isMark = (text: string): text is Mark => (marks as readonly string[]).includes(text);

export function RelinkStore({ store, onClose }: { readonly store: Store; readonly onClose: () => void }) {
  const go = useNavigate();
  const rehearse = useChange(rehearseRelink);
  const [by, setBy] = useState<Mark>('name');
  const act = async () => {
    const { id } = await rehearse.mutateAsync({ id: store.id, by });
    void go({ to: '/plans/$id', params: { id }, ignoreBlocker: true });
  };
  return (
    <Dialog title={say.title(store.domain)} verb={say.verb} onDo={act} onClose={onClose}>
      <span>{say.says}</span>
      <Radio.Group label={say.by} value={by} onChange={(value) => isMark(value) && setBy(value)}>
        <Stack gap="xs" mt={4}>
          {marks.map((mark) => (
            <Radio key={mark} value={mark} label={say.marks[mark]} description={say.marksSays[mark]} />
          ))}
        </Stack>
      </Radio.Group>
      <Dim>{say.groups}</Dim>
    </Dialog>
  );
}
