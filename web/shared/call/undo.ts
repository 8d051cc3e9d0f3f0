// Undo of what was just done: every change tells the number of its entry in the journal, and that entry is what is taken back.
// Used by screens after a change. Whether it can be, is the server's to say.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { undo } from '#undo/contract.ts';
import { told, toldTrouble } from '../show/toast.tsx';
import { undoing } from '../strings/undoing.ts';
import { refreshAll, useCall } from './ask.ts';
import { entryOf } from './caller.ts';

/** Gives, for the answer of a change, what the toast's button does; nothing when the change left no entry. */
export function useUndo(): (answer: object) => { readonly undo?: () => void } {
  const undoEntry = useUndoEntry();
  return useCallback(
    (answer) => {
      const number = entryOf(answer);
      return number === 0 ? {} : { undo: () => void undoEntry(number) };
    },
    [undoEntry],
  );
}

/** Also when the screen that began it is gone. True = it is undone. */
export function useUndoEntry(): (number: number) => Promise<boolean> {
  const call = useCall();
  const cache = useQueryClient();
  return useCallback(
    async (number) => {
      try {
        const { changes, conflicts } = await call(undo, { number });
        told([undoing.done(changes), ...(conflicts.length > 0 ? [undoing.left(conflicts)] : [])].join(' '));
        return true;
      } catch (thrown) {
        toldTrouble(thrown);
        return false;
      } finally {
        void refreshAll(cache);
      }
    },
    [call, cache],
  );
}
