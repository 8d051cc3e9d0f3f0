// After a refusal the focus goes to the first field that has something wrong with it, once that is drawn.
import { useEffect, useRef } from 'react';

/** Longer ago than this nobody waits for it any more, and moving the focus would only disturb. */
const seekMillisecondsMax = 2_000;

export function useFaultFocus<T extends HTMLElement>() {
  const around = useRef<T>(null);
  const since = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (performance.now() - since.current > seekMillisecondsMax) return;
    const field = around.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (!field) return;
    since.current = Number.NEGATIVE_INFINITY;
    field.focus();
  });
  const seek = () => {
    since.current = performance.now();
  };
  return { around, seek };
}
