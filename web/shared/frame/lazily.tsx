// A part of a screen that is loaded when it is first drawn: dialogs need not come with the list behind them.
// A part that could not be loaded is said so, and tried again when it is opened again.
import { type FunctionComponent, useEffect, useState } from 'react';
import { toldTrouble } from '../show/toast.tsx';
import { useFocusReturned } from './focus.ts';

/** `ready` loads it ahead, such as when the menu opens that leads to it: what is typed at once is then not lost. */
export type Lazily<P> = FunctionComponent<P> & { readonly ready: () => void };

export function lazily<P extends object>(load: () => Promise<FunctionComponent<P>>): Lazily<P> {
  let found: FunctionComponent<P> | null = null;
  const get = async () => {
    found ??= await load();
    return found;
  };
  function LazyPart(props: P) {
    const [Part, setPart] = useState<FunctionComponent<P> | null>(() => found);
    // What opened it has the focus now; by the time it is loaded, a menu that did is gone.
    useFocusReturned();
    useEffect(() => {
      let here = true;
      get().then((part) => here && setPart(() => part), toldTrouble);
      return () => {
        here = false;
      };
    }, []);
    return Part ? <Part {...props} /> : null;
  }
  // What cannot be loaded ahead is said when it is drawn.
  return Object.assign(LazyPart, { ready: () => void get().catch(() => undefined) });
}
