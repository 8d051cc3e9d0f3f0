// What has been typed and not yet sent. Leaving asks only if something would be lost, and a session that ends loses nothing.
import { createContext, useContext, useEffect, useId } from 'react';

type Held = '' | 'typed' | 'sending';
export type Unsaved = {
  mark: (form: string, held: Held) => void;
  /** Something would be lost if the page went away. */
  any: () => boolean;
  /** Something would be lost by opening another screen. What is being sent arrives all the same. */
  asks: () => boolean;
  forget: () => void;
};

/** Made once for each app; forms report to it. */
export function makeUnsaved(): Unsaved {
  const forms = new Map<string, Held>();
  return {
    mark: (form, held) => void (held ? forms.set(form, held) : forms.delete(form)),
    any: () => forms.size > 0,
    asks: () => [...forms.values()].includes('typed'),
    // What was typed has been sent: nothing is lost by leaving.
    forget: () => forms.clear(),
  };
}

export const UnsavedContext = createContext<Unsaved>({ mark: () => {}, any: () => false, asks: () => false, forget: () => {} });

/** Says whether this form holds something that would be lost. */
export function useUnsaved(typed: boolean, sending = false): void {
  const unsaved = useContext(UnsavedContext);
  const form = useId();
  useEffect(() => {
    unsaved.mark(form, typed ? (sending ? 'sending' : 'typed') : '');
    return () => unsaved.mark(form, '');
  }, [unsaved, form, typed, sending]);
}
