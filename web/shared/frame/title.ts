// What the page is called: in its tab, in the history, and by whoever has it read out.
// Called by page.tsx for a screen, and by states.tsx for what stands in its place. Knows no screen.
import { useEffect } from 'react';
import { frame as say } from '../strings/frame.ts';

/** '' = not known yet: the page keeps its name. */
export function useTitle(title: string): void {
  useEffect(() => {
    if (title !== '') document.title = `${title} · ${say.product}`;
  }, [title]);
}
