// Storing a plan: what will be done, to whom, and what each looked like then. Called by bulk/ and undo/, which judge; this file only counts and keeps.
import type { Call } from '#action.ts';
import { actorId } from '#actor.ts';
import type { ActShown, Plan, PlanRow } from './contract.ts';
import { planRowShown, planShown, type Summary } from './job.ts';
import { addJob, addRows, findJob, type NewRow } from './queries.ts';

const hourMilliseconds = 3_600_000;
export const planHoursMax = 1;
/** Written in one transaction. */
const rowsAtOnce = 500;
/** Rows that come with the plan; the others are asked for page by page. */
const firstRows = 50;
/** Different reasons that are told with their numbers. */
const reasonsMax = 50;

export type Judged = Omit<NewRow, 'position'>;
export type Made = Plan & { items: PlanRow[] };
type Told = Pick<Summary, 'losing' | 'losses' | 'administrators'>;
export type Planned = { readonly act: ActShown; readonly rows: readonly Judged[]; readonly told?: Told; readonly undoes?: string };

export async function storePlan({ world, actor, now }: Call, { act, rows, told, undoes = '' }: Planned): Promise<Made> {
  const id = world.newId();
  const numbered = rows.map((row, index): NewRow => ({ ...row, position: index + 1 }));
  const no = await world.db.write((tx) =>
    addJob(tx, {
      id,
      state: 'plan',
      act: JSON.stringify(act),
      summary: JSON.stringify({ ...counted(rows), ...(told ?? { losing: 0, losses: [], administrators: 0 }) }),
      undoes,
      actor_kind: actor.kind,
      actor_id: actorId(actor),
      actor: '',
      created_at: now,
      ends_at: now + planHoursMax * hourMilliseconds,
      started_at: 0,
      finished_at: 0,
      cancel_at: 0,
      says: '',
      lease_owner: '',
      lease_until: 0,
    }),
  );
  for (let from = 0; from < numbered.length; from += rowsAtOnce) await world.db.write((tx) => addRows(tx, no, numbered.slice(from, from + rowsAtOnce)));
  const kept = await findJob(world.db.read, id);
  if (!kept) throw new Error('A plan was kept and is not there.');
  return { ...planShown(kept), items: numbered.slice(0, firstRows).map(planRowShown) };
}

function counted(rows: readonly Judged[]): Omit<Summary, keyof Told> {
  const of = (verdict: string) => rows.filter((row) => row.verdict === verdict);
  const reasons = Map.groupBy(of('skip'), ({ code, says }) => JSON.stringify([code, says]));
  const skipped = [...reasons.values()].flatMap((all) => (all[0] ? [{ code: all[0].code, says: all[0].says, users: all.length }] : []));
  return {
    change: of('change').length,
    skip: of('skip').length,
    unknown: of('unknown').length,
    skipped: skipped.sort((one, other) => other.users - one.users).slice(0, reasonsMax),
  };
}
