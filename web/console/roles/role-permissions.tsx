// The permissions of a role as ticks; saved as a whole.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { type Entry, type showRole, updateRole } from '#roles/contract.ts';
import { useChange, useMe } from '../../shared/call/ask.ts';
import { Problem } from '../../shared/call/problem.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { useUnsaved } from '../../shared/call/unsaved.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { Banner, Dim } from '../../shared/show/bits.tsx';
import { DoButton, useMay, useTree } from '../../shared/show/may.tsx';
import { told, toldTrouble } from '../../shared/show/toast.tsx';
import { roles as say } from '../../shared/strings/access.ts';
import { frame } from '../../shared/strings/frame.ts';
import { sameEntries } from '../../shared/tree/ticks.ts';
import { PermissionTree } from '../../shared/tree/tree.tsx';
import classes from '../console.module.css';
import { RoleClash } from './role-clash.tsx';
import { RoleConsequences } from './role-consequences.tsx';
import roleClasses from './roles.module.css';

/** The ticks as they stand, and the role as it was when the first of them was set. */
type Typed = { readonly entries: Entry[]; readonly of: Whole };

type Whole = OutputOf<typeof showRole>;

export function RolePermissions({ role }: { readonly role: Whole }) {
  const me = useMe();
  const tree = useTree();
  const update = useChange(updateRole);
  const undo = useUndo();
  const [typed, setTyped] = useState<Typed | null>(null);
  const [stale, setStale] = useState(false);
  const entries = typed?.entries ?? role.entries;
  const changed = typed !== null && !sameEntries(typed.entries, role.entries);
  /** Somebody else saved other ticks after the first one here. */
  const behind = changed && typed.of.version !== role.version && !update.isPending;
  const clash = behind && !sameEntries(typed.of.entries, role.entries);
  useUnsaved(changed);
  const { because } = useMay(updateRole.needs);
  const rule = useRefusals('role', role.id);
  // Why nothing can be ticked: what is seen as somebody else sees it, too.
  const fixed = role.builtIn === 'admin' ? say.adminFixed : because || (me.viewing ? frame.viewing.refused : rule(updateRole));
  if (!tree.data) return tree.error ? <Failed thrown={tree.error} again={() => void tree.refetch()} /> : <Waiting />;
  const done = (answer: object) => {
    setTyped(null);
    setStale(false);
    told(say.savedTree, undo(answer));
  };
  const refuse = (thrown: unknown) => (thrown instanceof Problem && thrown.code === 'version.stale' ? setStale(true) : toldTrouble(thrown));
  const save = () => update.mutate({ id: role.id, version: role.version, entries }, { onSuccess: done, onError: refuse });
  return (
    <>
      {fixed && <Banner>{fixed}</Banner>}
      <PermissionTree
        nodes={tree.data.items}
        entries={entries}
        onChange={fixed ? undefined : (next) => setTyped((before) => ({ entries: next, of: before?.of ?? role }))}
        height={520}
      />
      {stale && changed && !clash && <Banner tone="warn">{say.clash.stale}</Banner>}
      {clash && (
        <RoleClash
          began={typed.of.entries}
          theirs={role.entries}
          mine={typed.entries}
          onMine={() => setTyped({ entries: typed.entries, of: role })}
          onTheirs={() => setTyped(null)}
        />
      )}
      {changed && (
        <div data-save className={`${classes.save} ${roleClasses.save}`}>
          {!clash && <RoleConsequences id={role.id} entries={entries} />}
          <Dim>{say.unsavedTree}</Dim>
          <Button variant="subtle" color="gray" onClick={() => setTyped(null)}>
            {frame.reset}
          </Button>
          <DoButton needs={updateRole.needs} refused={clash ? say.clash.unresolved : undefined} loading={update.isPending} onClick={save}>
            {say.saveTree}
          </DoButton>
        </div>
      )}
    </>
  );
}
