// Undo of what was just done: every change tells the number of its entry in the journal, and that entry is what is taken back.
// Used by screens after a change. Whether it can be, is the server's to say.
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { undo } from '#undo/contract.ts';
import { told, toldTrouble } from '../show/toast.tsx';
import { undoing } from '../strings/undoing.ts';
import { refreshAll, useCall } from './ask.ts';
import { entryOf } from './caller.ts';

/** Gives, for the answer of a change – or of several that belong together – what the toast's button does; nothing when none left an entry. */
export function useUndo(): (...answers: readonly object[]) => { readonly undo?: () => void } {
  const undoEntry = useUndoEntry();
  return useCallback(
    (...answers) => {
      const numbers = answers.map(entryOf).filter((number) => number > 0);
      const all = async () => {
        for (const number of numbers.toReversed()) await undoEntry(number);
      };
      return numbers.length === 0 ? {} : { undo: () => void all() };
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
