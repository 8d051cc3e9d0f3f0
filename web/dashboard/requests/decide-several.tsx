// Several requests at once: each is decided by itself, as if it were the only one, and what could not be is said.
import { Button, Group, List } from '@mantine/core';
import { useMemo, useState } from 'react';
import { approveRequest, type Request, refuseRequest } from '#requests/contract.ts';
import { useChange } from '../../shared/call/ask.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { requests as say } from '../../shared/strings/requests.ts';
import type { Selecting } from '../../shared/table/columns.ts';
import { Reason, whatOf } from './request-dialog.tsx';

type Selected = { readonly rows: readonly Request[]; readonly selecting: Selecting<Request>; readonly clear: () => void };

const isDecidable = ({ mayApprove, mayRefuse }: Request) => mayApprove || mayRefuse;

export function useSelected(rows: readonly Request[]): Selected {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const chosen = rows.filter((row) => ids.has(row.id) && isDecidable(row));
    const toggle = (row: Request) =>
      setIds((before) => (before.has(row.id) ? new Set([...before].filter((id) => id !== row.id)) : new Set([...before, row.id])));
    const clear = () => setIds(new Set());
    const loaded = chosen.length === 0 ? 'none' : chosen.length === rows.length ? 'all' : 'some';
    const toggleLoaded = () => (chosen.length > 0 ? clear() : setIds(new Set(rows.filter(isDecidable).map(({ id }) => id))));
    return { rows: chosen, clear, selecting: { has: (row) => ids.has(row.id) && isDecidable(row), loaded, toggle, range: toggle, toggleLoaded } };
  }, [rows, ids]);
}

type Act = 'approve' | 'refuse';

export function DecideSeveral({ chosen, onDone }: { readonly chosen: readonly Request[]; readonly onDone: () => void }) {
  const [act, setAct] = useState<Act | null>(null);
  const rows = { approve: chosen.filter(({ mayApprove }) => mayApprove), refuse: chosen.filter(({ mayRefuse }) => mayRefuse) };
  return (
    <Group gap="xs">
      {(['approve', 'refuse'] as const).map((one) => (
        <Button key={one} size="compact-sm" variant={one === 'approve' ? 'filled' : 'default'} disabled={rows[one].length === 0} onClick={() => setAct(one)}>
          {say.several[one](rows[one].length)}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onDone}>
        {say.several.clear}
      </Button>
      {act && <SeveralDialog act={act} rows={rows[act]} onClose={() => setAct(null)} onDone={onDone} />}
    </Group>
  );
}

type SeveralProps = { readonly act: Act; readonly rows: readonly Request[]; readonly onClose: () => void; readonly onDone: () => void };

function SeveralDialog({ act, rows, onClose, onDone }: SeveralProps) {
  const [approve, refuse] = [useChange(approveRequest), useChange(refuseRequest)];
  const [reason, setReason] = useState('');
  const decide = async () => {
    const words = reason ? { reason } : {};
    let done = 0;
    // One after the other: each is a change of its own.
    for (const { id } of rows) await (act === 'approve' ? approve : refuse).mutateAsync({ id, ...words }).then(() => done++, toldTrouble);
    if (done > 0) told(say.several.done(done, rows.length));
    onClose();
    onDone();
  };
  return (
    <Dialog title={say.several[act](rows.length)} verb={say[act]} danger={act === 'refuse'} typed={reason !== ''} onDo={decide} onClose={onClose}>
      <List size="sm">
        {rows.map((row) => (
          <List.Item key={row.id}>
            {row.asker.name}: {whatOf(row)}
          </List.Item>
        ))}
      </List>
      <Reason reason={reason} onChange={setReason} />
    </Dialog>
  );
}
