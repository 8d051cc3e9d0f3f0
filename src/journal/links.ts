// What links entries: which one took back which, and which belong to a job. Written in the transaction of the entry itself.
// Called by undo/ and jobs/, which write, and by audit/, which reads. The entry's reason says the same in words, under the chain.
import type { Db, Tx } from '#db/tables.ts';

export type Link = { readonly number: number; readonly undoes?: number; readonly jobNo?: number };
export type Undone = { readonly number: number; readonly at: number; readonly actorKind: string; readonly actorId: string };
export type Links = {
  readonly undoes: ReadonlyMap<number, number>;
  readonly undoneBy: ReadonlyMap<number, Undone>;
  readonly jobs: ReadonlyMap<number, string>;
};

/** Undoing what was undone, and undoing that: nobody goes round more often. */
const turnsMax = 100;

export async function addLink(tx: Tx, { number, undoes = 0, jobNo = 0 }: Link): Promise<void> {
  await tx
    .insertInto('journal_links')
    .values({ number, undoes, job_no: jobNo })
    .onConflict((known) => known.column('number').doUpdateSet({ ...(undoes > 0 ? { undoes } : {}), ...(jobNo > 0 ? { job_no: jobNo } : {}) }))
    .execute();
}

/** For a page of entries. */
export async function linksOf(db: Db, numbers: readonly number[]): Promise<Links> {
  if (numbers.length === 0) return { undoes: new Map(), undoneBy: new Map(), jobs: new Map() };
  const own = await db
    .selectFrom('journal_links')
    .leftJoin('jobs', 'jobs.no', 'journal_links.job_no')
    .select(['journal_links.number', 'journal_links.undoes', 'jobs.id as job'])
    .where('journal_links.number', 'in', numbers)
    .execute();
  const undoneBy = new Map<number, Undone>();
  for (const { undoes } of await db.selectFrom('journal_links').select('undoes').distinct().where('undoes', 'in', numbers).execute()) {
    const undone = await undoneByOf(db, undoes);
    if (undone) undoneBy.set(undoes, undone);
  }
  return {
    undoes: new Map(own.filter(({ undoes }) => undoes > 0).map(({ number, undoes }) => [number, undoes])),
    undoneBy,
    jobs: new Map(own.flatMap(({ number, job }) => (job ? [[number, job]] : []))),
  };
}

/** The entry that took this one back and stands; null = it stands itself, perhaps again. */
export async function undoneByOf(db: Db | Tx, number: number, turns = turnsMax): Promise<Undone | null> {
  // Both kinds of handle read alike; their types only differ in what they may write.
  const rows = await (db as Db)
    .selectFrom('journal_links')
    .innerJoin('journal', 'journal.number', 'journal_links.number')
    .select(['journal.number', 'journal.at', 'journal.actor_kind as actorKind', 'journal.actor_id as actorId'])
    .where('journal_links.undoes', '=', number)
    .orderBy('journal.number', 'desc')
    .execute();
  for (const row of rows) if (turns <= 0 || !(await undoneByOf(db, row.number, turns - 1))) return row;
  return null;
}
