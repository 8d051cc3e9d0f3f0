// undo/: taking back what an entry of the journal tells, and whether that can be done. Actions of this room; the table of all actions is handed in by actions.ts,
// since an inverse is one of them. Knows no operation but through its table of inverses.
import { type Action, action, type Call } from '#action.ts';
import { Refusal } from '#errors.ts';
import { undoable as undoableOperation, undo as undoOperation } from './contract.ts';
import type { Undoing, Undone } from './find-inverse.ts';
import { readingAll, undoEntry, undoHere } from './undo-entry.ts';
import { undoJob } from './undo-job.ts';
import { foreseenThere, isApart } from './undo-there.ts';

/** Thrown at the end of a rehearsal, so that nothing of it stays. */
class Rehearsed extends Error {
  override readonly name = 'Rehearsed';
}

export function undoActions(actions: () => readonly Action[]): readonly Action[] {
  const undoing = (call: Call): Undoing => ({ actions: actions(), actor: call.actor, readsAll: call.reachAt(readingAll) === null });
  const undo = action(undoOperation, async (call, { number }) => shown(call, await undoEntry(call.world, number, undoing(call))));
  const undoable = action(undoableOperation, async (call, { number }) => rehearse(call, number, undoing(call)));
  return [undoable, undo, undoJob(actions)];
}

const shown = ({ speak }: Call, { numbers, changes, conflicts }: Undone) => ({
  numbers: [...numbers],
  changes: changes.map(speak),
  conflicts: conflicts.map(speak),
});

/** Does it, and takes it away again: no other way says for certain what every rule would say. */
async function rehearse({ world, speak }: Call, number: number, undoing: Undoing) {
  const found: Undone[] = [];
  try {
    await undoHere(world, number, { ...undoing, rehearsing: true, inside: () => Promise.reject(new Rehearsed()), told: (one) => void found.push(one) }).catch(
      async (fault: unknown) => {
        if (!isApart(fault)) throw fault;
        found.push(await foreseenThere(world, number, undoing));
      },
    );
  } catch (fault) {
    if (fault instanceof Refusal && fault.code === 'entry.missing') throw fault;
    if (fault instanceof Refusal) return { can: false, code: fault.code, says: speak(fault.sentence), changes: [], conflicts: [] };
    if (!(fault instanceof Rehearsed)) throw fault;
  }
  const [{ changes, conflicts } = { changes: [], conflicts: [] }] = found;
  return { can: true, code: '', says: '', changes: changes.map(speak), conflicts: conflicts.map(speak) };
}
