// What has been typed and not yet sent. Leaving asks only if something would be lost, and a session that ends loses nothing.
import { createContext, useContext, useEffect, useId } from 'react';

export type Unsaved = { mark: (form: string, typed: boolean) => void; any: () => boolean; forget: () => void };

/** Made once for each app; forms report to it. */
export function makeUnsaved(): Unsaved {
  const forms = new Set<string>();
  return {
    mark: (form, typed) => void (typed ? forms.add(form) : forms.delete(form)),
    any: () => forms.size > 0,
    // What was typed has been sent: nothing is lost by leaving.
    forget: () => forms.clear(),
  };
}

export const UnsavedContext = createContext<Unsaved>({ mark: () => {}, any: () => false, forget: () => {} });

/** Says whether this form holds something that would be lost. */
export function useUnsaved(typed: boolean): void {
  const unsaved = useContext(UnsavedContext);
  const form = useId();
  useEffect(() => {
    unsaved.mark(form, typed);
    return () => unsaved.mark(form, false);
  }, [unsaved, form, typed]);
}
