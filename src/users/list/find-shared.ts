// Finds one page of a list that is in the order of what many share. Few are collected and sorted at once; else section after section is read as a list of its own,
// by user name. Called by list-program.ts. Gives what it has when the time is up, with the place where it stopped.

import type { Sort } from '../sort-contract.ts';
import { collect } from './collect.ts';
import type { Context } from './compile.ts';
import { type Found, find } from './find.ts';
import { allOf, nobody, type Part } from './part.ts';
import { planOfParts } from './plan.ts';
import { compared, type Sections, sectionsOf } from './sections.ts';
import { cheapest } from './sizes.ts';
import { sql, type Value, words } from './sql.ts';
import { numbersIn } from './values.ts';
import type { Place } from './walk.ts';

type Asked = {
  readonly sort: Sort;
  readonly descending: boolean;
  readonly from: Place | null;
  readonly limit: number;
  readonly limitMilliseconds: number;
  readonly windowRows: number;
};

/** Within a section. */
const byName = { sort: 'userName', descending: false } as const;
/** What is collected in this time is sorted as a whole: dozens of sections, each with a few of them, take longer. */
const wholeMilliseconds = 8;
const wholeMax = 20_000;
/** A section that is collected so soon is not walked. */
const soonMilliseconds = 1;

export async function findShared(context: Context, parts: readonly Part[], asked: Asked): Promise<Found> {
  const sections = await sectionsOf(context, asked);
  return (await findWhole(context, { parts, sections, asked })) ?? findBySections(context, { parts, sections, asked });
}

type Search = { readonly parts: readonly Part[]; readonly sections: Sections; readonly asked: Asked };
type Placed = Place & { readonly section: Value };

/** Everybody at once; null when that would be too many. */
async function findWhole(context: Context, { parts, sections, asked: { from, limit } }: Search): Promise<Found | null> {
  const covered = await cheapest(context, planOfParts(byName, parts));
  if (!covered || covered.milliseconds > wholeMilliseconds) return null;
  const all = await collect(context, covered.plan, covered.members, { from: null, wanted: wholeMax + 1 });
  if (all.length > wholeMax) return null;
  const shared = await sharedBy(context, all, sections);
  // By name already, and so they stay within each section.
  const ordered = all
    .map((place): Placed => ({ ...place, section: shared.get(place.no) ?? '' }))
    .toSorted((one, other) => sections.compare(one.section, other.section));
  const hits = from ? ordered.filter((place) => isAfter(place, from, sections)) : ordered;
  return page(hits, limit) ?? { hits, next: null, complete: true };
}

async function sharedBy({ query, kind }: Context, places: readonly Place[], { of }: Sections): Promise<ReadonlyMap<number, Value>> {
  const nos = numbersIn(
    kind,
    places.map(({ no }) => no),
    'p',
  );
  const { text, values } = sql`select u.no, ${of} as v from ${nos} ${words(kind === 'sqlite' ? 'cross join' : 'join')} users u on u.no = p.no`;
  return new Map((await query(text, values)).flatMap(({ no, v }) => (v === undefined ? [] : [[Number(no), v]])));
}

function isAfter({ section, key, no }: Placed, from: Place, { compare }: Sections): boolean {
  return (compare(section, from.section ?? '') || compared(key, from.key) || no - from.no) > 0;
}

/** The page, if there is more than one. */
const page = (hits: readonly Place[], limit: number): Found | null =>
  hits.length > limit ? { hits: hits.slice(0, limit), next: hits[limit - 1] ?? null, complete: true } : null;

/** Before everybody in a section: no name is empty. */
const start = { key: '', no: 0 } as const;

async function findBySections(context: Context, { parts, sections, asked }: Search): Promise<Found> {
  const ends = performance.now() + asked.limitMilliseconds;
  const hits: Placed[] = [];
  let { from } = asked;
  let section = from?.section ?? (await sections.next());
  while (section !== null) {
    const current: Value = section;
    const all = [...parts, await sections.part(current)];
    const limitMilliseconds = Math.max(0, ends - performance.now());
    const found = await findIn(context, all, { ...asked, from, limit: asked.limit - hits.length, limitMilliseconds });
    hits.push(...found.hits.map((place) => ({ ...place, section: current })));
    if (found.next) return { hits, next: { ...found.next, section: current }, complete: found.complete };
    section = await sections.next(current);
    from = null;
    if (section === null) break;
    // A full page ends with its last row, lest the next section be begun in vain.
    if (hits.length >= asked.limit) return { hits, next: hits.at(-1) ?? null, complete: true };
    if (performance.now() >= ends) return { hits, next: { ...start, section }, complete: false };
  }
  return { hits, next: null, complete: true };
}

const over: Found = { hits: [], next: null, complete: true };

async function findIn(context: Context, parts: readonly Part[], asked: Asked): Promise<Found> {
  // Filters and section exclude each other.
  if (allOf(parts) === nobody) return over;
  const plan = planOfParts(byName, parts);
  const covered = await cheapest(context, plan);
  if (!covered || covered.milliseconds > soonMilliseconds) return find(context, plan, asked);
  const hits = await collect(context, covered.plan, covered.members, { from: asked.from, wanted: asked.limit + 1 });
  return page(hits, asked.limit) ?? { hits, next: null, complete: true };
}
