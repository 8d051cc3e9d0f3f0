// Where somebody is in a table. Rows keep their place when others come in above them; Back leads to the same row and the same height.
// Called by table.tsx. Knows rows by their ids only.
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

type Kept = { readonly top: number; readonly id: string };
type Anchor = { readonly id: string; readonly index: number; readonly within: number };

const storageKey = (entry: string) => `reeve-place ${entry}`;

function readPlace(entry: string | undefined): Kept | null {
  if (!entry) return null;
  try {
    const read: unknown = JSON.parse(sessionStorage.getItem(storageKey(entry)) ?? 'null');
    if (typeof read !== 'object' || read === null || !('top' in read) || !('id' in read)) return null;
    return { top: Number(read.top) || 0, id: String(read.id) };
  } catch {
    return null;
  }
}

type PlaceProps = {
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly ids: readonly string[];
  readonly rowHeight: number;
  /** This place in the history; absent = nothing is kept. */
  readonly entry: string | undefined;
  /** Another list begins at its top. Changes when its first rows are there. */
  readonly list: string;
};

/** `at` = the id of the row that the keyboard is on. */
export function usePlace({ scroller, ids, rowHeight, entry, list }: PlaceProps) {
  const [kept] = useState(() => readPlace(entry));
  const [at, setAt] = useState(kept?.id ?? '');
  const now = useRef<{ top: number; anchor: Anchor | null; list: string; returned: boolean }>({
    top: kept?.top ?? 0,
    anchor: null,
    list,
    returned: kept === null,
  });
  const latest = useRef({ at, ids, rowHeight, entry });
  latest.current = { at, ids, rowHeight, entry };
  useEffect(() => {
    const element = scroller.current;
    const scrolled = () => {
      const { ids: all, rowHeight: height } = latest.current;
      const top = element?.scrollTop ?? 0;
      const index = Math.floor(top / height);
      now.current.top = top;
      now.current.anchor = top > 0 ? { id: all[index] ?? '', index, within: top - index * height } : null;
    };
    const keep = () => {
      const { entry: key, at: id } = latest.current;
      if (key) sessionStorage.setItem(storageKey(key), JSON.stringify({ top: now.current.top, id }));
    };
    element?.addEventListener('scroll', scrolled, { passive: true });
    addEventListener('pagehide', keep);
    return () => {
      element?.removeEventListener('scroll', scrolled);
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    const here = now.current;
    if (!element || ids.length === 0) return;
    if (here.list !== list) {
      here.list = list;
      element.scrollTop = 0;
      return;
    }
    if (!here.returned) {
      here.returned = true;
      element.scrollTop = here.top;
      requestAnimationFrame(() => focusRow(element, latest.current.at));
      return;
    }
    const moved = here.anchor ? ids.indexOf(here.anchor.id) : -1;
    if (here.anchor && moved >= 0 && moved !== here.anchor.index) element.scrollTop = moved * rowHeight + here.anchor.within;
  }, [scroller, ids, list, rowHeight]);
  return { at, setAt, initialTop: kept?.top ?? 0 };
}

/** False = no such row is drawn. */
export function focusRow(scroller: HTMLElement | null, id: string): boolean {
  const row = scroller?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);
  row?.focus({ preventScroll: true });
  return Boolean(row);
}
