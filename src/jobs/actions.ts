// jobs/: plans that were rehearsed, carried out as jobs, row by row, with progress, results and an end. The actions of this room.
// Called through actions.ts, which hands in who may begin what. Knows neither users nor roles: what a row's change is, is handed to the runner.
import { type Action, action, type Call } from '#action.ts';
import { actorId } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { unseal } from '#sealing.ts';
import { resetPassword } from '#users/contract.ts';
import { carryOut } from './carry-out.ts';
import {
  cancelJob as cancelOperation,
  resultsFile as fileOperation,
  listJobs as listOperation,
  passwordsOfJob as passwordsOperation,
  showPlan as planOperation,
  resultsOfJob as resultsOperation,
  rowsOfPlan as rowsOperation,
  showJob as showOperation,
} from './contract.ts';
import { csvText } from './csv.ts';
import { jobShown, jobsShown, mayLook, ownPlan, planRowShown, planShown, readPlace, readsAll, rowShown, seenJob } from './job.ts';
import { askToCancel, findJob, jobsBefore, type RowFound, rowsAfter, takeSecrets } from './queries.ts';
import { type Admit, placeOf } from './runner.ts';

const limitDefault = 50;
/** Above every row key, as both databases hold them. */
const rowKeyMax = 2 ** 31 - 1;
/** Rows of a file read at once. */
const rowsAtOnce = 1_000;

/** One row more than asked for tells whether there is a next page. */
function pageOf<R, S>(rows: readonly R[], limit: number, { shown, place }: { readonly shown: (row: R) => S; readonly place: (row: R) => number }) {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(shown), ...(rows.length > limit && last ? { next: String(place(last)) } : {}), complete: true };
}
const position = (row: RowFound) => row.position;

const showPlan = action(planOperation, async (call, { id }) => planShown(call, await ownPlan(call, id)));

const rowsOfPlan = action(rowsOperation, async (call, { id, verdict, cursor, limit = limitDefault }) => {
  const { no } = await ownPlan(call, id);
  const rows = await rowsAfter(call.world.db.read, { job: no, after: readPlace(cursor), limit: limit + 1 }, { verdict });
  return pageOf(rows, limit, { shown: (row) => planRowShown(call, row), place: position });
});

const listJobs = action(listOperation, async (call, { cursor, limit = limitDefault }) => {
  const mine = readsAll(call) ? '' : actorId(call.actor);
  if (mine !== '' && !mayLook(call)) return { items: [], complete: true };
  const rows = await jobsBefore(call.world.db.read, { actorId: mine, before: readPlace(cursor, rowKeyMax), limit: limit + 1 });
  const last = rows.slice(0, limit).at(-1);
  return { items: await jobsShown(call, rows.slice(0, limit)), ...(rows.length > limit && last ? { next: String(last.no) } : {}), complete: true };
});

const showJob = action(showOperation, async (call, { id }) => jobShown(call, await seenJob(call, id)));

const resultsOfJob = action(resultsOperation, async (call, { id, outcome, cursor, limit = limitDefault }) => {
  const { no } = await seenJob(call, id);
  const wanted = { verdict: 'change', outcome: outcome === 'waiting' ? '' : outcome };
  const rows = await rowsAfter(call.world.db.read, { job: no, after: readPlace(cursor), limit: limit + 1 }, wanted);
  return pageOf(rows, limit, { shown: (row) => rowShown(call, row), place: position });
});

const resultsFile = action(fileOperation, async (call, { id }) => {
  const { no } = await seenJob(call, id);
  const lines: (readonly (string | number)[])[] = [['row', 'user', 'shown name', 'id', 'planned', 'outcome', 'code', 'says', 'journal entry', 'at']];
  for (let after = 0; ; ) {
    const rows = await rowsAfter(call.world.db.read, { job: no, after, limit: rowsAtOnce });
    lines.push(...rows.map((row) => lineOf(call, row)));
    after = rows.at(-1)?.position ?? 0;
    if (rows.length < rowsAtOnce) return { name: `reeve-job-${id}.csv`, text: csvText(lines) };
  }
});

function lineOf(call: Call, row: RowFound): readonly (string | number)[] {
  const isPlanned = row.verdict === 'change';
  const planned = planRowShown(call, row);
  const { outcome, code, says } = isPlanned ? rowShown(call, row) : { ...planned, outcome: planned.verdict === 'skip' ? 'skipped' : planned.verdict };
  const at = row.done_at === 0 ? '' : new Date(row.done_at).toISOString();
  return [row.position, row.name, row.shown_name, row.object_id, isPlanned ? planned.says : '', outcome, code, says, row.number || '', at];
}

const cancelJob = action(cancelOperation, async (call, { id }) => {
  const job = await seenJob(call, id, { mine: true });
  await call.change(async (doing) => {
    if (!(await askToCancel(doing.tx, job.no, doing.now))) throw new Refusal('job.finished');
    doing.record({ kind: 'job', id, name: 'cancel', before: { cancelled: false }, after: { cancelled: true } });
  });
  call.world.jobs.ring();
  const now = await findJob(call.world.db.read, id);
  return jobShown(call, now ?? job);
});

const passwordsOfJob = action(passwordsOperation, async (call, { id }) => {
  const job = await seenJob(call, id, { mine: true });
  if (job.finished_at === 0) throw new Refusal('job.unfinished');
  // Also a token that was given other permissions bears its owner's name.
  if (call.reachAt(resetPassword.needs)?.length === 0) throw new Refusal('job.missing');
  const taken = await call.change(async (doing) => {
    const rows = await takeSecrets(doing.tx, job.no);
    if (rows.length > 0) doing.record({ kind: 'job', id, name: 'passwords', before: { waiting: rows.length }, after: { waiting: 0 } });
    return rows;
  });
  return {
    items: taken.map((row) => ({
      id: row.object_id,
      name: row.name,
      temporaryPassword: unseal(call.world, row.secret, { use: 'job secrets', place: placeOf(row) }),
    })),
  };
});

/** `admit` says whether somebody may begin a job at all. */
export const jobActions = (admit: Admit): readonly Action[] => [
  showPlan,
  rowsOfPlan,
  carryOut(admit),
  listJobs,
  showJob,
  resultsOfJob,
  resultsFile,
  cancelJob,
  passwordsOfJob,
];
