// ⌘K opens the palette, also while typing: nobody types that key to mean a letter. What is typed before its field is there goes into it, and not to the list behind.
import { spotlight } from '@mantine/spotlight';
import { useEffect, useEffectEvent } from 'react';

/** A palette that has not come by then does not come. */
const earlyMs = 3_000;

const isThere = () => document.activeElement instanceof HTMLInputElement && document.activeElement.closest('[role=dialog]') !== null;
const isLetter = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent) => key.length === 1 && !ctrlKey && !metaKey && !altKey;
const opens = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent) => key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey;

export function usePaletteKeys(onTyped: (letter: string) => void) {
  const type = useEffectEvent(onTyped);
  useEffect(() => {
    let earlyUntil = 0;
    const open = (event: KeyboardEvent) => {
      earlyUntil = event.timeStamp + earlyMs;
      spotlight.open();
    };
    const take = (event: KeyboardEvent) => {
      if (isThere() || event.key === 'Escape') earlyUntil = 0;
      const isEarly = isLetter(event) && event.timeStamp < earlyUntil;
      if (!opens(event) && !isEarly) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isEarly) type(event.key);
      else open(event);
    };
    window.addEventListener('keydown', take, true);
    return () => window.removeEventListener('keydown', take, true);
  }, []);
}
