// A part of a screen that is loaded when it is first drawn: dialogs need not come with the list behind them.
// A part that could not be loaded is said so, and tried again when it is opened again.
import { type FunctionComponent, useEffect, useState } from 'react';
import { toldTrouble } from '../show/toast.tsx';

export function lazily<P extends object>(load: () => Promise<FunctionComponent<P>>): FunctionComponent<P> {
  return function Lazily(props: P) {
    const [Part, setPart] = useState<FunctionComponent<P> | null>(null);
    useEffect(() => {
      let here = true;
      load().then((found) => here && setPart(() => found), toldTrouble);
      return () => {
        here = false;
      };
    }, []);
    return Part ? <Part {...props} /> : null;
  };
}
