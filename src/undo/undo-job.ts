// Taking back a whole job: rehearsed row by row into a plan, which is carried out as a job of its own. Rows that have changed since are skipped, and say why.
// The action is made in actions.ts of this room; the performer is handed to the runner. Knows rows and their entries, not what they did.

import { type Action, action, type Call, remembered } from '#action.ts';
import type { Actor } from '#actor.ts';
import { type Admission, admitActor, admitTarget, type Source } from '#admission.ts';
import { Refusal } from '#errors.ts';
import { undoJob as operation } from '#jobs/contract.ts';
import { actOf, readsAll, seenJob } from '#jobs/job.ts';
import { type Judged, storePlan } from '#jobs/plan.ts';
import { type RowFound, rowsAfter } from '#jobs/queries.ts';
import type { Performer } from '#jobs/runner.ts';
import { listJournal } from '#journal/contract.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { undo } from './contract.ts';
import { inverseOf } from './find-inverse.ts';
import { cannot } from './inverse.ts';
import { operationOfDeed, withoutInverse } from './table.ts';
import { undoEntry } from './undo-entry.ts';

/** Rows judged at once: PostgreSQL answers as many as the pool has connections. */
const judgedAtOnce = 8;
const rowsAtOnce = 1_000;

type Judging = {
  readonly actions: readonly Action[];
  readonly source: Source;
  readonly actor: Actor;
  readonly readsAll: boolean;
  readonly admissions: Map<string, Promise<Admission>>;
};

export const undoJob = (actions: () => readonly Action[]) =>
  action(operation, async (call, { id }) => {
    const job = await seenJob(call, id);
    if (job.finished_at === 0) throw new Refusal('job.unfinished');
    const { do: deed, ...act } = actOf(job);
    const never = withoutInverse[operationOfDeed[deed] ?? ''];
    if (never) cannot(never);
    const judging = { actions: actions(), source: remembered(call.world, call.now), actor: call.actor, readsAll: readsAll(call), admissions: new Map() };
    const rows = await doneRows(call, job.no);
    const judged: Judged[] = [];
    for (let from = 0; from < rows.length; from += judgedAtOnce)
      judged.push(...(await Promise.all(rows.slice(from, from + judgedAtOnce).map((row) => judge(judging, row)))));
    return storePlan(call, { act: { ...act, do: 'undo', reason: '', job: id }, rows: judged, undoes: id });
  });

async function doneRows({ world }: Call, job: number): Promise<readonly Judged[]> {
  const all: RowFound[] = [];
  for (let after = 0; ; ) {
    const rows = await rowsAfter(world.db.read, { job, after, limit: rowsAtOnce }, { outcome: 'done' });
    all.push(...rows);
    after = rows.at(-1)?.position ?? 0;
    if (rows.length < rowsAtOnce) break;
  }
  // The last that was done is the first to be taken back.
  return all.reverse().map(({ object_kind, object_id, name, shown_name, number }) => ({ ...untold, object_kind, object_id, name, shown_name, entry: number }));
}

const untold = { version: 0, verdict: 'change', code: '', says: '', seen: '' };

async function judge(judging: Judging, row: Judged): Promise<Judged> {
  const { source, actor } = judging;
  try {
    const { steps, changes } = await inverseOf(source, row.entry, judging);
    for (const { operation: name, input } of steps) {
      const wanted = judging.actions.find((one) => one.operation.name === name)?.operation;
      if (!wanted || typeof input === 'function') continue;
      const known = judging.admissions.get(name) ?? admitActor(source, actor, wanted);
      judging.admissions.set(name, known);
      await admitTarget(source, await known, { actor, operation: wanted, input });
    }
    return { ...row, says: say('several', { all: changes }) };
  } catch (fault) {
    if (!(fault instanceof Refusal)) throw fault;
    return { ...row, verdict: 'skip', code: fault.code, says: fault.sentence };
  }
}

export const undoPerformer = (actions: () => readonly Action[]): Performer => ({
  admit: async (world, { actor }) => void (await admitActor(remembered(world, world.now()), actor, undo)),
  async perform(world, { actor, jobNo }, { entry }, { inside }) {
    await undoEntry(world, entry, { actions: actions(), actor, readsAll: await mayReadAll(world, actor), jobNo, inside });
  },
});

async function mayReadAll(world: World, actor: Actor): Promise<boolean> {
  const admission = await admitActor(remembered(world, world.now()), actor, listJournal).catch((fault: unknown) => {
    if (fault instanceof Refusal) return null;
    throw fault;
  });
  return admission?.reach === null;
}
