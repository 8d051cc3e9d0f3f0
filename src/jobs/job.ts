// Plans and jobs as the contract shows them, and who may see them. Called by the actions of this room, of bulk/ and of undo/.
// A plan is there for whoever made it; a job also for those who may read the journal, for whom its entries are there anyway.
import type { Call } from '#action.ts';
import { actorId } from '#actor.ts';
import { isRowKey } from '#db/row-key.ts';
import { Refusal } from '#errors.ts';
import { listJournal } from '#journal/contract.ts';
import { asKept } from '#sentences/sentence.ts';
import { listUsers } from '#users/contract.ts';
import type { ActShown, Job, JobRow, Plan, PlanRow } from './contract.ts';
import { findJob, type JobFound, namesOf, type RowFound, talliesOf, undoingOf } from './queries.ts';

/** What is counted once, when the plan is made. */
export type Summary = Pick<Plan, 'change' | 'skip' | 'unknown' | 'skipped' | 'losing' | 'losses' | 'administrators' | 'administering'>;

/** Written by us alone, through the contract's schemas; what older plans do not say is not so. */
export const actOf = ({ act }: Pick<JobFound, 'act'>): ActShown => ({ relink: null, ...(JSON.parse(act) as Omit<ActShown, 'relink'>) });
export const summaryOf = ({ summary }: Pick<JobFound, 'summary'>): Summary => ({
  administering: [],
  ...(JSON.parse(summary) as Omit<Summary, 'administering'>),
});

export const isOwn = ({ actor }: Pick<Call, 'actor'>, row: JobFound): boolean => row.actor_kind === actor.kind && row.actor_id === actorId(actor);
/** Plans and jobs name users: who may list none, or whose token was given other permissions, has none. */
export const mayLook = (call: Call): boolean => call.reachAt(listUsers.needs)?.length !== 0;
export const readsAll = (call: Call): boolean => call.reachAt(listJournal.needs) === null;

/** Somebody else's is as if it were not there, but for readers of the journal. */
export async function seenJob(call: Call, id: string, { mine = false } = {}): Promise<JobFound> {
  const row = await findJob(call.world.db.read, id);
  if (!row || row.state === 'plan' || !((isOwn(call, row) && mayLook(call)) || (!mine && readsAll(call)))) throw new Refusal('job.missing');
  return row;
}

export async function ownPlan(call: Call, id: string): Promise<JobFound> {
  const row = await findJob(call.world.db.read, id);
  const isGone = row?.state === 'plan' && row.ends_at <= call.now;
  if (!row || isGone || !isOwn(call, row) || !mayLook(call)) throw new Refusal('plan.missing');
  return row;
}

export const planShown = ({ speak }: Speaking, row: JobFound): Plan => ({
  id: row.id,
  act: actOf(row),
  state: stateShown(row.state),
  createdAt: row.created_at,
  endsAt: row.ends_at,
  ...spoken(speak, summaryOf(row)),
});

/** Kept as data, said in the language of whoever looks. */
type Speaking = Pick<Call, 'speak'>;

const spoken = (speak: Call['speak'], summary: Summary): Summary => ({
  ...summary,
  skipped: summary.skipped.map((one) => ({ ...one, says: speak(asKept(one.says)) })),
});

const kindOf = ({ object_kind }: Pick<RowFound, 'object_kind'>): PlanRow['kind'] => (object_kind === 'group' ? 'group' : 'user');

/** Written by us alone, from the contract's list. */
const stateShown = (state: string) => state as Job['state'];

type PlannedRow = Pick<RowFound, 'position' | 'object_id' | 'object_kind' | 'name' | 'shown_name' | 'verdict' | 'code' | 'says'>;

export const planRowShown = ({ speak }: Speaking, row: PlannedRow): PlanRow => ({
  position: row.position,
  kind: kindOf(row),
  id: row.object_id,
  name: row.name,
  shownName: row.shown_name,
  verdict: row.verdict as PlanRow['verdict'],
  code: row.code,
  says: speak(asKept(row.says)),
});

export async function jobsShown({ world, speak }: Pick<Call, 'world' | 'speak'>, rows: readonly JobFound[]): Promise<Job[]> {
  const db = world.db.read;
  const tallies = await talliesOf(
    db,
    rows.map(({ no }) => no),
  );
  const undoing = await undoingOf(
    db,
    rows.map(({ id }) => id),
  );
  const names = await namesOf(db, [...new Set(rows.filter((row) => row.actor_kind === 'user').map((row) => row.actor_id))]);
  return rows.map((row) => {
    const tally = tallies.get(row.no) ?? {};
    return {
      id: row.id,
      act: actOf(row),
      state: stateShown(row.state),
      by: { kind: row.actor_kind, id: row.actor_id, name: names.get(row.actor_id) ?? row.actor_id },
      createdAt: row.created_at,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      total: summaryOf(row).change,
      done: tally.done ?? 0,
      skipped: tally.skipped ?? 0,
      failed: tally.failed ?? 0,
      says: speak(asKept(row.says)),
      cancelling: row.cancel_at > 0 && row.finished_at === 0,
      undoneBy: undoing.get(row.id) ?? '',
      passwords: tally.secrets ?? 0,
    };
  });
}

export async function jobShown(call: Pick<Call, 'world' | 'speak'>, row: JobFound): Promise<Job> {
  const [shown] = await jobsShown(call, [row]);
  if (!shown) throw new Refusal('job.missing');
  return shown;
}

export const rowShown = ({ speak }: Speaking, row: RowFound): JobRow => ({
  position: row.position,
  kind: kindOf(row),
  id: row.object_id,
  name: row.name,
  shownName: row.shown_name,
  outcome: row.outcome === '' ? 'waiting' : (row.outcome as JobRow['outcome']),
  code: row.outcome_code,
  says: speak(asKept(row.outcome_says)),
  number: row.number,
  at: row.done_at,
});

/** A place among rows, as a cursor. */
export function readPlace(cursor: string | undefined, none = 0): number {
  const place = cursor === undefined ? none : Number(cursor);
  if (!isRowKey(place)) throw new Refusal('cursor.invalid');
  return place;
}
