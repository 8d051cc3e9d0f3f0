// The permissions of a role as ticks; saved as a whole.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { type Entry, type showRole, updateRole } from '#roles/contract.ts';
import { useChange, useMe } from '../../shared/call/ask.ts';
import { holds } from '../../shared/call/rights.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { DoButton, useTree } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { roles as say } from '../../shared/strings/access.ts';
import { frame } from '../../shared/strings/frame.ts';
import { sameEntries } from '../../shared/tree/ticks.ts';
import { PermissionTree } from '../../shared/tree/tree.tsx';
import classes from '../console.module.css';

export function RolePermissions({ role }: { readonly role: OutputOf<typeof showRole> }) {
  const me = useMe();
  const tree = useTree();
  const update = useChange(updateRole);
  const [typed, setTyped] = useState<Entry[] | null>(null);
  const entries = typed ?? role.entries;
  const changed = typed !== null && !sameEntries(typed, role.entries);
  useUnsaved(changed);
  if (!tree.data) return tree.error ? <Failed thrown={tree.error} again={() => void tree.refetch()} /> : <Waiting />;
  const fixed = role.builtIn === 'admin' || !holds(me, updateRole.needs);
  const done = () => {
    setTyped(null);
    told(say.savedTree);
  };
  const save = () => update.mutate({ id: role.id, version: role.version, entries }, { onSuccess: done, onError: toldTrouble });
  return (
    <>
      {role.builtIn === 'admin' && <Banner>{say.adminFixed}</Banner>}
      <PermissionTree nodes={tree.data.items} entries={entries} onChange={fixed ? undefined : setTyped} height={520} />
      {changed && (
        <div className={classes.save}>
          <Dim>{say.unsavedTree}</Dim>
          <Button variant="subtle" color="gray" onClick={() => setTyped(null)}>
            {frame.reset}
          </Button>
          <DoButton needs={updateRole.needs} loading={update.isPending} onClick={save}>
            {say.saveTree}
          </DoButton>
        </div>
      )}
    </>
  );
}
