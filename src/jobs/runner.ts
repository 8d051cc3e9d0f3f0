// The runner: carries out jobs, a few rows at a time, on whichever node has the lease. What became of a row is written in the transaction that changes it, so a
// row is done once or not at all, whatever happens to the process; another node goes on when the lease ends.
// Started by main.ts and by commands that wait for a job. Does not know what a row's change is: that is handed in (`Perform`).

import { setImmediate as others, setTimeout as pause } from 'node:timers/promises';
import type { Along, Left } from '#action.ts';
import type { Actor } from '#actor.ts';
import { type Rounds, whenRung } from '#bell.ts';
import type { Tx } from '#db/tables.ts';
import { type Code, Refusal } from '#errors.ts';
import { addLink } from '#journal/links.ts';
import { seal } from '#sealing.ts';
import { type Said, say, toKeep } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import type { ActShown } from './contract.ts';
import { actOf } from './job.ts';
import { finishJob, type JobFound, jobsDue, leaseJob, leaveJob, type RowFound, renewLease, rowsAfter, settleRow } from './queries.ts';

export type Row = Pick<RowFound, 'object_kind' | 'object_id' | 'version' | 'entry' | 'seen'>;
export type Performing = { readonly act: ActShown; readonly actor: Actor; readonly jobNo: number; readonly reason: string };
/** Does to one row what the act says, with `along` in its transaction; throws a Refusal when it may not. */
export type Perform = (world: World, performing: Performing, row: Row, along: Along) => Promise<void>;
/** Throws when the actor may not do this at all any more. Asked before each batch. */
export type Admit = (world: World, performing: Performing) => Promise<void>;
/** What follows the last row, in the transaction that ends the job, however it ended. */
export type Ended = (world: World, performing: Performing, tx: Tx) => Promise<void>;
export type Performer = { readonly perform: Perform; readonly admit: Admit; readonly ended?: Ended };

const lookMilliseconds = 500;
const leaseMilliseconds = 10_000;
/** Rows under way at once: SQLite lets them share a commit; on PostgreSQL they wait for the journal's head, each holding a connection. */
const rowsAtOnce = { sqlite: 24, postgres: 4 } as const;
/** After trouble with the database, or too many passwords to hash: so long until the next try. */
const troubleMilliseconds = 1_000;
/** Refusals that say something about the actor and nothing about the row: the next look at him decides. */
const aboutActor: readonly Code[] = [
  'auth.required',
  'user.locked',
  'user.disabled',
  'user.ended',
  'user.not-yet',
  'user.pending',
  'permission.denied',
  'token.narrowed',
];

export function runJobs(world: World, performer: Performer): Rounds {
  const owner = world.newId();
  const trouble = (err: unknown) => world.log.warn({ err }, 'jobs wait: the database gave trouble');
  return whenRung(world.jobs, { lookMilliseconds, round: (stop) => carryOutDue(world, performer, { owner, stop }).catch(trouble) });
}

type Running = { readonly owner: string; readonly stop: AbortSignal };

async function carryOutDue(world: World, performer: Performer, running: Running) {
  while (!running.stop.aborted) {
    const now = world.now();
    const due = await jobsDue(world.db.read, now);
    const job = due && (await world.db.write((tx) => leaseJob(tx, due.no, { owner: running.owner, now, until: now + leaseMilliseconds })));
    if (!job) return;
    await carryOut(world, performer, { ...running, job });
  }
}

type OfJob = Running & { readonly job: JobFound };

/** Until all rows are settled, somebody cancels, the actor may not go on, the lease is lost, or the process stops. */
async function carryOut(world: World, performer: Performer, { owner, stop, job: leased }: OfJob) {
  const performing = performingOf(leased);
  const end = (state: string, says: Said = '') => finish(world, performer, { owner, performing, state, says: toKeep(says) });
  let job: JobFound | undefined = leased;
  let after = 0;
  try {
    while (job && !stop.aborted) {
      if (job.cancel_at > 0) return await end('cancelled');
      const refused = await performer.admit(world, performing).catch(asRefusal);
      if (refused) return await end('stopped', refused.sentence);
      const rows = await rowsAfter(world.db.read, { job: job.no, after, limit: rowsAtOnce[world.db.kind] }, { verdict: 'change', outcome: '' });
      const last = rows.at(-1);
      if (!last) return await end('done');
      const settled = await Promise.all(rows.map((row) => one(world, performer, { performing, row })));
      if (settled.every(Boolean)) after = last.position;
      else await pause(troubleMilliseconds, undefined, { signal: stop }).catch(() => {});
      await others();
      job = await world.db.write((tx) => renewLease(tx, leased.no, { owner, until: world.now() + leaseMilliseconds }));
    }
  } finally {
    await world.db.write((tx) => leaveJob(tx, leased.no, owner)).catch(() => {});
  }
}

const asRefusal = (fault: unknown): Refusal => {
  if (fault instanceof Refusal && fault.kind !== 'unavailable') return fault;
  throw fault;
};

function performingOf(job: JobFound): Performing {
  const act = actOf(job);
  // Written by carry-out.ts from the actor who asked.
  return { act, actor: JSON.parse(job.actor) as Actor, jobNo: job.no, reason: act.reason };
}

type Ending = { readonly owner: string; readonly performing: Performing; readonly state: string; readonly says: string };
const finish = (world: World, { ended }: Performer, { owner, performing, state, says }: Ending) =>
  world.db.write(async (tx) => {
    const isOurs = await finishJob(tx, performing.jobNo, { owner, state, says, finished_at: world.now() });
    if (isOurs) await ended?.(world, performing, tx);
  });

type OneRow = { readonly performing: Performing; readonly row: RowFound };

/** Somebody else settled it; nothing of ours may stay. */
class SettledAlready extends Error {
  override readonly name = 'SettledAlready';
}

/** False = it could not be told yet what becomes of this row. */
async function one(world: World, { perform }: Performer, { performing, row }: OneRow): Promise<boolean> {
  const inside = async ({ tx, now, number, output }: Left) => {
    if (number > 0) await addLink(tx, { number, jobNo: row.job_no });
    const secret = sealedOf(world, row, output);
    const isDone = number > 0;
    const set = { outcome: isDone ? 'done' : 'skipped', outcome_code: isDone ? '' : 'already.so', outcome_says: isDone ? '' : toKeep(say('row.nothing')) };
    if (!(await settleRow(tx, row, { ...set, number, done_at: now, secret }))) throw new SettledAlready();
  };
  try {
    await perform(world, performing, row, { reason: performing.reason, inside });
    return true;
  } catch (fault) {
    return notDone(world, row, fault);
  }
}

async function notDone(world: World, row: RowFound, fault: unknown): Promise<boolean> {
  if (fault instanceof SettledAlready) return true;
  if (fault instanceof Refusal && (fault.kind === 'unavailable' || aboutActor.includes(fault.code))) return false;
  const refusal = fault instanceof Refusal ? (fault.code === 'version.stale' ? new Refusal('row.changed') : fault) : null;
  if (!refusal) world.log.error({ err: fault, job: row.job_no, row: row.position }, 'a row of a job failed');
  const set = refusal
    ? { outcome: 'skipped', outcome_code: refusal.code, outcome_says: toKeep(refusal.sentence) }
    : { outcome: 'failed', outcome_code: 'fault', outcome_says: toKeep(say('row.fault')) };
  await world.db.write((tx) => settleRow(tx, row, { ...set, number: 0, done_at: world.now(), secret: '' }));
  return true;
}

/** What may be shown once is kept sealed until then. */
function sealedOf(world: World, row: RowFound, output: unknown): string {
  const secret = typeof output === 'object' && output !== null && 'temporaryPassword' in output ? String(output.temporaryPassword) : '';
  return secret === '' ? '' : seal(world, secret, { use: 'job secrets', place: placeOf(row) });
}
export const placeOf = ({ object_id }: Pick<RowFound, 'object_id'>): string => `temporary password of ${object_id}`;
