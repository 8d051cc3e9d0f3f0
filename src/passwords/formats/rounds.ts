// A thread for the formats that are thousands of digests one after another, which node:crypto offers no call for: on the event loop they would hold up everybody else.
// Opened by foreign.ts for each store, started when first needed. One thread, one after another: whatever a hostile table holds, it takes one core.
import { Worker } from 'node:worker_threads';
import type { Md5Crypt } from './md5-crypt.ts';
import type { Phpass } from './phpass.ts';
import type { ShaCrypt } from './sha-crypt.ts';

export type RoundsJob =
  | { readonly format: 'md5-crypt'; readonly password: Buffer; readonly how: Md5Crypt }
  | { readonly format: 'sha-crypt'; readonly password: Buffer; readonly how: ShaCrypt }
  | { readonly format: 'phpass'; readonly password: Buffer; readonly how: Phpass };
export type RoundsReply = { readonly digest: string };

export type Rounds = {
  /** The digest as the format writes it. */
  run(job: RoundsJob): Promise<string>;
  close(): Promise<void>;
};

export function openRounds(): Rounds {
  const waiting: { resolve(digest: string): void; reject(fault: Error): void }[] = [];
  let worker: Worker | null = null;

  const lost = (fault: Error) => {
    worker = null;
    for (const { reject } of waiting.splice(0)) reject(fault);
  };
  const started = (): Worker => {
    if (worker) return worker;
    worker = new Worker(new URL('./rounds-worker.ts', import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: 64 } });
    worker.on('message', ({ digest }: RoundsReply) => {
      waiting.shift()?.resolve(digest);
      if (waiting.length === 0) worker?.unref();
    });
    worker.on('error', lost);
    worker.on('exit', () => lost(new Error('The thread for rounds of digests ended.')));
    return worker;
  };
  return {
    run: (job) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        const thread = started();
        // A process waits for an answer it has asked for, and for nothing else of ours.
        thread.ref();
        thread.postMessage(job);
      }),
    close: async () => void (await worker?.terminate()),
  };
}
