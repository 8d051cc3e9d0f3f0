// Waits for what another process does in its own time, never for a time to pass. Called by the tests that start processes.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** Far beyond what a slow machine takes: only something that never comes meets it. */
const secondsMax = 120;
const pauseMilliseconds = 50;

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + secondsMax * 1_000;
  while (!(await holds())) {
    assert.ok(performance.now() < end, `this did not come within ${secondsMax} s`);
    await pause(pauseMilliseconds);
  }
}
