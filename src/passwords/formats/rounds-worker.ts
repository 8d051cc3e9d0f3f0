// The inside of the thread that rounds.ts starts: one job after another, answered in their order.
import { parentPort } from 'node:worker_threads';
import { md5Crypt } from './md5-crypt.ts';
import { phpass } from './phpass.ts';
import type { RoundsJob, RoundsReply } from './rounds.ts';
import { shaCrypt } from './sha-crypt.ts';

function digestOf(job: RoundsJob): string {
  // The channel hands over plain bytes.
  const password = Buffer.from(job.password);
  if (job.format === 'md5-crypt') return md5Crypt(password, job.how);
  return job.format === 'sha-crypt' ? shaCrypt(password, job.how) : phpass(password, job.how);
}

parentPort?.on('message', (job: RoundsJob) => parentPort?.postMessage({ digest: digestOf(job) } satisfies RoundsReply));
