// A bell: tells this node's runner that a job, or a mail, waits, so that nobody waits for its next look. Filled into World by open-world.ts.
import type { World } from '#world.ts';

export function openBell(): World['jobs'] {
  const listeners = new Set<() => void>();
  return {
    ring: () => {
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
