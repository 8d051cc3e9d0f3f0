// The whole nesting around a group: what it lies in, and what lies inside it, with what taking one out would take away.
import { useState } from 'react';
import type { OutputOf } from '#contract.ts';
import { changeNesting, nestingOfGroup, type showGroup } from '#groups/contract.ts';
import { useAsk, useChange } from '../../shared/call/ask.ts';
import { useRefusals } from '../../shared/call/refusals.ts';
import { useUndo } from '../../shared/call/undo.ts';
import { Dialog } from '../../shared/form/dialog.tsx';
import type { Pick } from '../../shared/form/picker.tsx';
import { GroupPicker } from '../../shared/form/pickers.tsx';
import { Section } from '../../shared/frame/page.tsx';
import { Failed, Waiting } from '../../shared/frame/states.tsx';
import { DoButton } from '../../shared/show/may.tsx';
import { told } from '../../shared/show/toast.tsx';
import { groups as say } from '../../shared/strings/access.ts';
import { groupPage } from '../../shared/strings/groups.ts';
import classes from '../console.module.css';
import { NestingTree } from './nesting-tree.tsx';
import { Taking } from './taking.tsx';

type Whole = OutputOf<typeof showGroup>;
type Named = { readonly id: string; readonly name: string };
/** `child` is to be taken out of `parent`. */
type Cut = { readonly parent: Named; readonly child: Named };

function Nest({ group, onClose }: { readonly group: Whole; readonly onClose: () => void }) {
  const change = useChange(changeNesting);
  const undo = useUndo();
  const [chosen, setChosen] = useState<readonly Pick[]>([]);
  const act = async () => {
    told(say.nestingChanged, undo(await change.mutateAsync({ id: group.id, version: group.version, add: chosen.map((each) => each.id) })));
    onClose();
  };
  const without = [group.id, ...group.children.map((each) => each.id)];
  return (
    <Dialog title={say.nest} verb={say.nestVerb(chosen.length)} ready={chosen.length > 0} typed={chosen.length > 0} onDo={act} onClose={onClose} size="lg">
      <GroupPicker chosen={chosen} onChange={setChosen} without={without} />
    </Dialog>
  );
}

function TakeOut({ cut: { parent, child }, onClose }: { readonly cut: Cut; readonly onClose: () => void }) {
  const change = useChange(changeNesting);
  const undo = useUndo();
  const act = async () => told(say.takenOut(child.name), undo(await change.mutateAsync({ id: parent.id, remove: [child.id] })));
  return (
    <Taking
      title={groupPage.taking.group(child.name, parent.name)}
      verb={groupPage.taking.outVerb}
      rehearsal={{ id: parent.id, do: 'take-groups', ids: [child.id] }}
      onDo={act}
      onClose={onClose}
    />
  );
}

export function GroupNesting({ group }: { readonly group: Whole }) {
  const asked = useAsk(nestingOfGroup, { id: group.id });
  const [nesting, setNesting] = useState(false);
  const [cut, setCut] = useState<Cut | null>(null);
  const rule = useRefusals('group', group.id);
  if (!asked.data) return asked.error ? <Failed thrown={asked.error} again={() => void asked.refetch()} /> : <Waiting />;
  const { around, inside } = asked.data;
  const cutter = (says: string, label: string, to: Cut) => (
    <DoButton size="compact-xs" variant="default" needs={changeNesting.needs} refused={rule(changeNesting)} aria-label={label} onClick={() => setCut(to)}>
      {says}
    </DoButton>
  );
  const words = groupPage.nesting;
  return (
    <>
      <Section title={words.around} says={words.aroundSays}>
        {around.next.length === 0 ? (
          <div className={classes.none}>{words.aroundNothing}</div>
        ) : (
          <NestingTree label={words.around} nesting={around} action={(one) => cutter(words.leave, words.leaveIt(one.name), { parent: one, child: group })} />
        )}
      </Section>
      <Section
        title={words.inside}
        says={words.insideSays}
        action={
          <DoButton variant="default" needs={changeNesting.needs} refused={rule(changeNesting)} onClick={() => setNesting(true)}>
            {say.nest}
          </DoButton>
        }
      >
        {inside.next.length === 0 ? (
          <div className={classes.none}>{words.insideNothing}</div>
        ) : (
          <NestingTree
            label={words.inside}
            nesting={inside}
            action={(one) => cutter(words.takeOut, words.takeOutOf(one.name), { parent: group, child: one })}
          />
        )}
      </Section>
      {nesting && <Nest group={group} onClose={() => setNesting(false)} />}
      {cut && <TakeOut cut={cut} onClose={() => setCut(null)} />}
    </>
  );
}
