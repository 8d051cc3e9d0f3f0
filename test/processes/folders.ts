// Folders of a test's own, and servers that are stopped when their suite ends.
// Called by the tests that start processes. Knows no server's inside.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { type Place, type RunningServer, startServer } from './server.ts';

export type Room = {
  folder(): Promise<string>;
  start(place: Place): Promise<RunningServer>;
  /** Undone when the suite ends, the newest first. */
  undo(step: () => unknown): void;
};

/** Call it inside `describe`. */
export function openRoom(): Room {
  const steps: (() => unknown)[] = [];
  after(async () => {
    for (const step of steps.reverse()) await step();
  });
  return {
    undo: (step) => void steps.push(step),
    async folder() {
      const folder = await mkdtemp(join(tmpdir(), 'reeve-process-'));
      steps.push(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
      return folder;
    },
    async start(place) {
      const server = await startServer(place);
      steps.push(() => server.kill());
      return server;
    },
  };
}
