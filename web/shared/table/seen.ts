// How much of a long list is seen. Told when the browser has laid the page out, instead of asking it to do so in between: it would do that work twice.
// Called by what draws only the rows that are seen. Knows no row.
import { elementScroll, type Rect, type Virtualizer, type VirtualizerOptions } from '@tanstack/react-virtual';

/** Of the window: what stands above and below a list takes the rest. */
const usualShare = 0.75;

/** What is seen as long as nothing is laid out: the first rows are then drawn together with all the rest of the page. */
export const seenFirst = (): Rect => ({ width: 0, height: Math.round(innerHeight * usualShare) });

export function observeSeen(virtual: Virtualizer<HTMLDivElement, Element>, tell: (rect: Rect) => void): (() => void) | undefined {
  const element = virtual.scrollElement;
  if (!element) return undefined;
  const observer = new ResizeObserver(([entry]) => {
    if (!entry) return;
    const { width, height } = entry.contentRect;
    tell({ width: Math.round(width), height: Math.round(height) });
  });
  observer.observe(element);
  return () => observer.disconnect();
}

type Scroll = VirtualizerOptions<HTMLDivElement, Element>['scrollToFn'];
const begun = new WeakSet<Element>();

/** A list that begins at its top is there already: sent there, the browser would lay the page out to see that nothing moves. */
export const scrollSeen: Scroll = (offset, options, virtual) => {
  const element = virtual.scrollElement;
  const isNew = element !== null && !begun.has(element);
  if (element) begun.add(element);
  if (!isNew || offset + (options.adjustments ?? 0) !== 0) elementScroll(offset, options, virtual);
};
