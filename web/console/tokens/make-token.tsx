// Makes a token: a name, an end, and what it is narrowed to. Its secret is shown once.
import { MultiSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { tokenDaysMax } from '#sessions/contract.ts';
import { MomentField } from '../../shared/form/dates.tsx';
import { Dialog, DoneDialog } from '../../shared/form/dialog.tsx';
import { Dim, Secret } from '../../shared/show/bits.tsx';
import { useDisplayPath, useTree } from '../../shared/show/may.tsx';
import { tokens as say } from '../../shared/strings/access.ts';

const dayMs = 86_400_000;
const daysFirst = 90;
const foundMax = 50;

export type NewToken = { readonly name: string; readonly endsAt: number; readonly permissions: string[] };

export function MakeToken({ onMake, onClose }: { readonly onMake: (token: NewToken) => Promise<string>; readonly onClose: () => void }) {
  const { data } = useTree();
  const display = useDisplayPath();
  const [name, setName] = useState('');
  const [endsAt, setEndsAt] = useState(() => Date.now() + daysFirst * dayMs);
  const [permissions, setPermissions] = useState<string[]>([]);
  const [secret, setSecret] = useState('');
  const now = Date.now();
  const endFits = endsAt > now && endsAt <= now + tokenDaysMax * dayMs;
  if (secret)
    return (
      <DoneDialog title={say.made} onClose={onClose}>
        <Secret secret={secret} />
        <Dim>{say.use}</Dim>
      </DoneDialog>
    );
  const make = async () => setSecret(await onMake({ name: name.trim(), endsAt, permissions }));
  const nodes = (data?.items ?? []).map((node) => ({ value: node.path, label: display(node.path) }));
  return (
    <Dialog title={say.add} verb={say.makeVerb} ready={name.trim() !== '' && endFits} typed={name !== ''} shows onDo={make} onClose={onClose}>
      <TextInput
        label={say.name}
        description={say.nameSays}
        withAsterisk
        data-autofocus
        maxLength={64}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <MomentField
        label={say.ends}
        description={say.endsSays(tokenDaysMax)}
        value={endsAt}
        onChange={setEndsAt}
        error={endFits ? undefined : say.endsSays(tokenDaysMax)}
      />
      <MultiSelect
        label={say.narrow}
        description={say.narrowSays}
        placeholder={say.find}
        searchable
        limit={foundMax}
        maxDropdownHeight={240}
        data={nodes}
        value={permissions}
        onChange={setPermissions}
      />
    </Dialog>
  );
}
