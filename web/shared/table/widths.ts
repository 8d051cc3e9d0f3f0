// How wide somebody has made the columns of a list: kept by his browser, as is which columns he has chosen.
// Called by table.tsx. Knows columns by their ids only.
import { useLocalStorage } from '@mantine/hooks';
import { useCallback } from 'react';

export const widthMin = 72;
export const widthMax = 800;
/** One press of an arrow key. */
export const widthStep = 16;

export type Widths = Readonly<Record<string, number>>;

/** What is kept is as old as it may be: no width is less than can be read. */
export const widthOf = ({ id, width }: { readonly id: string; readonly width: number }, kept: Widths): number => {
  const own = kept[id];
  return typeof own === 'number' && Number.isFinite(own) ? within(own) : width;
};

export const within = (width: number): number => Math.round(Math.min(Math.max(width, widthMin), widthMax));

/** Those that are not as the list has them. */
export function differing(columns: readonly { readonly id: string; readonly width: number }[], kept: Widths, now: Widths): Widths {
  const others = Object.fromEntries(Object.entries(kept).filter(([id]) => !columns.some((column) => column.id === id)));
  const own = columns.flatMap(({ id, width }) => (now[id] === undefined || now[id] === width ? [] : [[id, now[id]] as const]));
  return { ...others, ...Object.fromEntries(own) };
}

/** `list` names the list; columns of one are none of another. */
export function useWidths(list: string) {
  const [kept, setKept] = useLocalStorage<Widths>({ key: `reeve-widths ${list}`, defaultValue: {}, getInitialValueInEffect: false });
  const keep = useCallback((next: Widths) => setKept((before) => (JSON.stringify(before) === JSON.stringify(next) ? before : next)), [setKept]);
  return { kept, keep };
}
