// Where the focus goes when what had it goes away: a dialog gives it back, a row that vanishes leaves it to the one in its place.
import { type RefObject, useEffect, useRef, useState } from 'react';

const stops = 'a[href], button, input, select, textarea, [tabindex="0"]';

/** A line of a menu goes away with its menu: what opened that stays. */
function lastingOpener(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role="menu"]');
  const opener = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : active;
  return opener instanceof HTMLElement && opener !== document.body ? opener : null;
}

const lost = () => document.activeElement === null || document.activeElement === document.body;

/** The row that the keyboard is at, or else the head of the page. */
const somewhere = () => document.querySelector<HTMLElement>('main [role="row"][tabindex="0"]') ?? document.querySelector<HTMLElement>('main h1');

/** For dialogs that are drawn only while open: remembers what had the focus before, and gives it back at the end. */
export function useFocusReturned(): void {
  // Looked for while drawing: once the dialog is there, a menu that opened it is gone.
  const [opener] = useState(lastingOpener);
  useEffect(
    () => () => {
      // Once everything else that this moment brings is drawn, and only if nothing else took the focus.
      setTimeout(() => {
        if (lost()) (opener?.isConnected ? opener : somewhere())?.focus();
      });
    },
    [opener],
  );
}

/** Rows are `[data-row]`, in order. When the one with the focus goes, the focus goes to the one in its place, or to `[data-nothing]`. */
export function useFocusKept(around: RefObject<HTMLElement | null>, rows: readonly unknown[]): void {
  const at = useRef(-1);
  useEffect(() => {
    const look = ({ target }: Event) => {
      const row = target instanceof Element ? target.closest('[data-row]') : null;
      at.current = row && around.current?.contains(row) ? [...around.current.querySelectorAll('[data-row]')].indexOf(row) : -1;
    };
    document.addEventListener('focusin', look);
    return () => document.removeEventListener('focusin', look);
  }, [around]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row goes away exactly when the rows are others
  useEffect(() => {
    if (at.current < 0 || !lost()) return;
    const drawn = [...(around.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const row = drawn[Math.min(at.current, drawn.length - 1)];
    const stop = row?.matches('[tabindex]') ? row : [...(row?.querySelectorAll<HTMLElement>(stops) ?? [])].at(-1);
    (stop ?? around.current?.querySelector<HTMLElement>('[data-nothing]'))?.focus();
  }, [around, rows]);
}
