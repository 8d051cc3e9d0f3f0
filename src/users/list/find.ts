// Finds one page: walks the order in windows, and changes to collecting what one filter covers as soon as that promises to be cheaper (docs/decisions/lists.md).
// Called by list-program.ts. Gives what it has when the time is up, with the place where it stopped.

import { collect } from './collect.ts';
import type { Context } from './compile.ts';
import type { Plan } from './plan.ts';
import { cheapest, type Sized } from './sizes.ts';
import { beginning, canSweep, type Place, sweep, walk } from './walk.ts';

export type Found = {
  readonly hits: readonly Place[];
  /** Where to go on; null = that was all. */
  readonly next: Place | null;
  /** False: time was up before the page was full. */
  readonly complete: boolean;
};

/** What a sweep over a million users costs at most. */
const sweepMilliseconds = 50;
/** What collecting may cost when half of that has been spent on walking. */
const dearerMilliseconds = 120;
const windowMax = 40_000;
/** No window is so much larger than the one before: that one may have looked at few rows, or easy ones. */
const growth = 6;
/** A window should take about so long, so that the limit is met closely. */
const windowMilliseconds = 6;

export async function find(
  context: Context,
  plan: Plan,
  page: { readonly from: Place | null; readonly limit: number; readonly limitMilliseconds: number; readonly windowRows: number },
): Promise<Found> {
  const started = performance.now();
  const hits: Place[] = [];
  let from = page.from ?? (await beginning(context, plan));
  let looked = 0;
  // What it takes to count is no pace.
  let walking = 0;
  // A row that must be looked at costs ten times one whose facts decide: the first window is to show the pace, no more.
  let rows = plan.isBare ? page.windowRows : Math.ceil(page.windowRows / 3);
  const cover = coverOf(context, plan);
  for (;;) {
    const wanted = page.limit + 1 - hits.length;
    const began = performance.now();
    const window = await walk(context, plan, { from, rows, wanted });
    walking += performance.now() - began;
    hits.push(...window.hits);
    if (hits.length > page.limit) return full(hits, page.limit);
    if (!window.end) return { hits, next: null, complete: true };
    from = window.end;
    looked += rows;
    const covered = await cover(walking);
    const rowMilliseconds = walking / looked;
    const missing = page.limit + 1 - hits.length;
    if (
      covered &&
      collectingIsCheaper(covered, { missing, hits: hits.length, looked, rowMilliseconds, isBare: plan.isBare, sweepable: canSweep(context, plan) })
    )
      return full([...hits, ...(await collect(context, covered.plan, covered.members, { from, wanted: missing }))], page.limit);
    if (canSweep(context, plan) && page.limitMilliseconds > 0) return full([...hits, ...(await sweep(context, plan, { from, wanted: missing }))], page.limit);
    if (performance.now() - started >= page.limitMilliseconds) return { hits, next: from, complete: false };
    rows = Math.round(Math.min(windowMax, growth * rows, Math.max(page.windowRows, windowMilliseconds / rowMilliseconds)));
  }
}

/** Whom to collect instead: looked for once the first window did not do, and once more among the dearer, when walking has taken long enough. */
function coverOf(context: Context, plan: Plan): (walking: number) => Promise<Sized | null> {
  let found: Sized | null | undefined;
  let triesDearer = true;
  return async (walking) => {
    if (found === undefined) found = await cheapest(context, plan);
    else if (found === null && triesDearer && walking >= dearerMilliseconds / 2) {
      triesDearer = false;
      found = await cheapest(context, plan, dearerMilliseconds);
    }
    return found;
  };
}

type Progress = {
  readonly missing: number;
  readonly hits: number;
  readonly looked: number;
  readonly rowMilliseconds: number;
  readonly isBare: boolean;
  readonly sweepable: boolean;
};

/** A window without a hit says little where rows cost nearly nothing: the next may be one. It says enough where each is looked up, and a sweep asks only once. */
function collectingIsCheaper({ milliseconds }: Sized, { missing, hits, looked, rowMilliseconds, isBare, sweepable }: Progress): boolean {
  const rate = Math.max(hits, isBare && !sweepable ? 1 : 0) / looked;
  const walking = rate === 0 ? Number.POSITIVE_INFINITY : (missing / rate) * rowMilliseconds;
  return milliseconds < Math.min(walking, sweepable ? sweepMilliseconds : Number.POSITIVE_INFINITY);
}

function full(hits: readonly Place[], limit: number): Found {
  return { hits: hits.slice(0, limit), next: hits.length > limit ? (hits[limit - 1] ?? null) : null, complete: true };
}
