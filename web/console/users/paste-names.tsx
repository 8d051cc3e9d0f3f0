// Selects users by a list of names from somewhere else. Who is unknown is said by the rehearsal, before anything is done.
import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { Dialog } from '../../shared/form/dialog.tsx';
import { userTable } from '../../shared/strings/user-table.ts';
import { namesIn, namesMax } from './pasted.ts';

const say = userTable.selection;

export function PasteNames({ onPasted, onClose }: { readonly onPasted: (names: readonly string[]) => void; readonly onClose: () => void }) {
  const [pasted, setPasted] = useState('');
  const { names, repeated } = namesIn(pasted);
  const many = names.length > namesMax;
  const act = async () => {
    onPasted(names);
    onClose();
  };
  return (
    <Dialog title={say.pasteTitle} verb={say.pasteVerb(names.length)} typed={pasted !== ''} ready={names.length > 0 && !many} onDo={act} onClose={onClose}>
      <Textarea
        data-autofocus
        label={say.pasteLabel}
        description={say.pasteSays}
        rows={10}
        value={pasted}
        error={many ? say.pasteMax(namesMax) : undefined}
        onChange={(event) => setPasted(event.currentTarget.value)}
      />
      {repeated > 0 && <span>{say.repeated(repeated)}</span>}
    </Dialog>
  );
}
