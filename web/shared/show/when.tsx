// Moments, as people say them, with the exact one on hover.
import { useEffect, useState } from 'react';
import { frame } from '../strings/frame.ts';
import { minuteMs, relatively, wholly } from './moments.ts';
import classes from './show.module.css';

/** Time as it passes on the screen, a minute at a time. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = setInterval(() => setNow(Date.now()), minuteMs);
    return () => clearInterval(tick);
  }, []);
  return now;
}

/** A moment of the past or the future; 0 is "never", or whatever is said for it. The exact one is put together for who points at it: the first takes a browser 30 ms. */
export function When({ at, none = frame.never }: { readonly at: number; readonly none?: string }) {
  const ticked = useNow();
  // What has come since the last tick lies in the past all the same.
  const now = Math.max(ticked, Math.min(at, Date.now()));
  if (at === 0) return <span className={classes.dim}>{none}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} onPointerEnter={({ currentTarget }) => currentTarget.setAttribute('title', wholly(at))}>
      {relatively(at, now)}
    </time>
  );
}
