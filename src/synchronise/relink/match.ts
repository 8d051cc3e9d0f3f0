// Who is whom: each entry that nobody is linked with, beside the one row of the store that has its mark and whose own entry is gone. Two of either are nobody
// for certain. Called by rehearse.ts. In memory are digests alone; rows are looked up page by page. Knows no right.
import type { Db } from '#db/tables.ts';
import type { Mark } from '#jobs/contract.ts';
import type { EntryKind } from '#user-store.ts';
import { KeyGathering } from '../key-set.ts';
import { entriesByKey, livingAfter } from '../queries.ts';
import type { Entries, Entry } from './entries.ts';
import { cameFor } from './newcomer.ts';
import { bare, type Linked, linkedByMark, linkedByNo, type Matching } from './queries.ts';

const partMax = 500;

/** `newcomer` = who came with this entry since, and has nothing. */
export type Match = { readonly is: 'match'; readonly row: Linked; readonly entry: Entry; readonly newcomer: string };
/** A row whose entry is gone, and why no other is its. */
export type Lost = { readonly is: 'lost'; readonly row: Linked; readonly why: 'no-mark' | 'several-entries' | 'several-rows' | 'taken' | 'nobody' };
/** An entry that will be a row of its own, or would be if its name were free. */
export type Strange = { readonly is: 'new'; readonly entry: Entry; readonly why: 'no-mark' | 'several-entries' | 'several-rows' | 'taken' | 'nobody' };
export type Found = Match | Lost | Strange;

type Matched = {
  readonly db: Db;
  readonly storeNo: number;
  readonly kind: EntryKind;
  readonly by: Mark /** When the store was last read to its end. */;
  readonly since: number;
};

export async function* matches({ db, since, ...matching }: Matched, entries: Entries): AsyncGenerator<readonly Found[]> {
  const seeing: Seeing = { db, since, matching, entries };
  const met = new KeyGathering();
  for await (const page of entries.pages()) {
    const found = await ofEntries(seeing, page);
    for (const one of found) if (one.is === 'match') met.add(one.row.id);
    yield found;
  }
  const taken = met.sorted();
  for (let after = ''; ; ) {
    const part = await livingAfter(db, matching, { after, limit: partMax, before: Number.POSITIVE_INFINITY });
    if (part.length === 0) return;
    after = part.at(-1)?.key ?? '';
    const nos = part.filter(({ key }) => !entries.present.has(key)).map((one) => one.object_no);
    yield await ofRows(
      seeing,
      (await linkedByNo(db, matching, nos)).filter(({ id }) => !taken.has(id)),
    );
  }
}

type Seeing = { readonly db: Db; readonly since: number; readonly matching: Matching; readonly entries: Entries };

async function ofEntries(seeing: Seeing, page: readonly Entry[]): Promise<readonly Found[]> {
  const { db, matching, entries } = seeing;
  const known = await entriesByKey(
    db,
    matching,
    page.map(({ key }) => key),
  );
  const holders = await holdersOf(
    seeing,
    page.map(({ mark }) => mark),
  );
  return page.flatMap((entry): readonly Found[] => {
    const { rows, newcomers } = holders.get(entry.mark) ?? none;
    const newcomer = newcomers.find(({ key }) => key === entry.key);
    // Whoever is linked already stays so; a newcomer too, if nobody is found whom he stands for.
    if (known.has(entry.key) && !newcomer) return [];
    const why = whyNot(entries, entry.mark, rows);
    const [row] = rows;
    if (why === null && row) return [{ is: 'match', row, entry, newcomer: newcomer?.name ?? '' }];
    return newcomer ? [] : [{ is: 'new', entry, why: why ?? 'nobody' }];
  });
}

async function ofRows(seeing: Seeing, rows: readonly Linked[]): Promise<readonly Lost[]> {
  const holders = await holdersOf(
    seeing,
    rows.map(({ mark }) => mark),
  );
  return rows.map((row) => {
    const isThere = row.mark !== '' && seeing.entries.marks.has(row.mark);
    return { is: 'lost', row, why: whyNot(seeing.entries, row.mark, (holders.get(row.mark) ?? none).rows) ?? (isThere ? 'taken' : 'nobody') };
  });
}

/** Null = this mark joins one entry and one row, if both are there. */
function whyNot({ present, marks }: Entries, mark: string, rows: readonly Linked[]): Strange['why'] | null {
  if (mark === '') return 'no-mark';
  const [row] = rows;
  if (!row) return 'nobody';
  if (marks.repeats(mark)) return 'several-entries';
  if (rows.length > 1) return 'several-rows';
  return present.has(row.key) ? 'taken' : null;
}

type Holders = { readonly rows: readonly Linked[]; readonly newcomers: readonly Linked[] };
const none: Holders = { rows: [], newcomers: [] };

/** Rows by their marks, newcomers apart. */
async function holdersOf(seeing: Seeing, marks: readonly string[]): Promise<ReadonlyMap<string, Holders>> {
  const { db, matching, entries } = seeing;
  const all = await linkedByMark(
    db,
    matching,
    [...new Set(marks)].filter((mark) => mark !== ''),
  );
  const there = all.filter(({ key }) => entries.present.has(key)).map(({ key }) => key);
  const empty = matching.kind === 'user' ? await bare(db, matching.storeNo, there) : new Set<number>();
  return new Map([...Map.groupBy(all, ({ mark }) => mark)].map(([mark, rows]) => [mark, apart(seeing, rows, empty)]));
}

function apart({ since, entries }: Seeing, rows: readonly Linked[], empty: ReadonlySet<number>): Holders {
  const lost = rows.filter(({ key }) => !entries.present.has(key));
  const newcomers = rows.filter((row) => empty.has(row.no) && lost.some((one) => cameFor(row, one, since)));
  return { rows: livingFirst(rows.filter((row) => !newcomers.includes(row))), newcomers };
}

/** Who lives goes before who lies in the recycle bin: that one may have had the mark long ago. */
function livingFirst(rows: readonly Linked[]): readonly Linked[] {
  const living = rows.filter(({ deleted_at }) => deleted_at === 0);
  return living.length > 0 ? living : rows;
}
