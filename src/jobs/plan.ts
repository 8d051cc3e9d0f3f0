// Storing a plan: what will be done, to whom, and what each looked like then. Called by bulk/, undo/ and synchronise/, which judge; this file only counts and keeps.

import type { Call } from '#action.ts';
import { actorId } from '#actor.ts';
import { type Said, toKeep } from '#sentences/sentence.ts';
import type { ActShown, Plan, PlanRow } from './contract.ts';
import { planRowShown, planShown, type Summary } from './job.ts';
import { addJob, addRows, findJob, type NewRow, updateSummary } from './queries.ts';

const hourMilliseconds = 3_600_000;
export const planHoursMax = 1;
/** Written in one transaction. */
const rowsAtOnce = 500;
/** Rows that come with the plan; the others are asked for page by page. */
const firstRows = 50;
/** Different reasons that are told with their numbers. */
const reasonsMax = 50;

/** Different reasons that are told apart at all: rows may be many, and each may have a reason of its own. */
const reasonsKeptMax = 1_000;

/** What becomes of one row, and why. */
export type Judged = Omit<NewRow, 'position' | 'object_kind' | 'says'> & Partial<Pick<NewRow, 'object_kind'>> & { readonly says: Said };
export type Made = Plan & { items: PlanRow[] };
export type Told = Pick<Summary, 'losing' | 'losses' | 'administrators' | 'administering'>;
export type Planned = { readonly act: ActShown; readonly rows: readonly Judged[]; readonly told?: Partial<Told>; readonly undoes?: string };
/** A plan while it grows. Nobody knows its id before it is finished; one that never is, is forgotten like any other. */
export type Planning = { add(rows: readonly Judged[]): Promise<void>; finish(told?: Partial<Told>): Promise<Made> };

const nothingTold: Told = { losing: 0, losses: [], administrators: 0, administering: [] };

export async function storePlan(call: Call, { act, rows, told, undoes }: Planned): Promise<Made> {
  const planning = await beginPlan(call, { act, ...(undoes === undefined ? {} : { undoes }) });
  await planning.add(rows);
  return planning.finish(told);
}

export async function beginPlan(call: Call, { act, undoes = '' }: Pick<Planned, 'act' | 'undoes'>): Promise<Planning> {
  const { db } = call.world;
  const head = newPlan(call, { act, undoes });
  const no = await db.write((tx) => addJob(tx, head));
  const tally = new Tally();
  const first: PlanRow[] = [];
  return {
    async add(rows) {
      const numbered = rows.map((row): NewRow => ({ object_kind: 'user', ...row, says: toKeep(row.says), position: tally.next(row) }));
      first.push(...numbered.slice(0, firstRows - first.length).map((row) => planRowShown(call, row)));
      for (let from = 0; from < numbered.length; from += rowsAtOnce) await db.write((tx) => addRows(tx, no, numbered.slice(from, from + rowsAtOnce)));
    },
    async finish(told = {}) {
      await db.write((tx) => updateSummary(tx, no, JSON.stringify({ ...tally.counted(), ...nothingTold, ...told })));
      const kept = await findJob(db.read, head.id);
      if (!kept) throw new Error('A plan was kept and is not there.');
      return { ...planShown(call, kept), items: first };
    },
  };
}

const newPlan = ({ world, actor, now }: Call, { act, undoes }: { readonly act: ActShown; readonly undoes: string }) => ({
  id: world.newId(),
  state: 'plan',
  act: JSON.stringify(act),
  summary: JSON.stringify({ ...new Tally().counted(), ...nothingTold }),
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
});

/** Counts rows as they come. */
class Tally {
  readonly #verdicts = new Map<string, number>();
  readonly #reasons = new Map<string, { readonly code: string; readonly says: string; users: number }>();
  #rows = 0;

  /** Gives its position. */
  next({ verdict, code, says }: Judged): number {
    this.#verdicts.set(verdict, this.#of(verdict) + 1);
    if (verdict === 'skip') this.#count(code, toKeep(says));
    this.#rows += 1;
    return this.#rows;
  }

  #of = (verdict: string): number => this.#verdicts.get(verdict) ?? 0;

  #count(code: string, says: string): void {
    const key = JSON.stringify([code, says]);
    const known = this.#reasons.get(key);
    if (known) known.users += 1;
    else if (this.#reasons.size < reasonsKeptMax) this.#reasons.set(key, { code, says, users: 1 });
  }

  counted(): Omit<Summary, keyof Told> {
    const skipped = [...this.#reasons.values()].sort((one, other) => other.users - one.users).slice(0, reasonsMax);
    return { change: this.#of('change'), skip: this.#of('skip'), unknown: this.#of('unknown'), skipped };
  }
}
