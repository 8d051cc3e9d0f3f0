// Lists of users at a million: the slowest twentieth of pages per group of classes on both databases, the share of incomplete ones,
// and what sixteen lists at once do to the event loop. Absolute times belong to the machine: see docs/decisions/lists.md.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Database } from '#db/database.ts';
import { chance } from '#demo/chance.ts';
import { type ListInput, type ListPage, listInput, listProgram } from '#users/list-program.ts';
import { type Bench, type Measured, median, percentile } from './frame.ts';
import { classes, type Group } from './list-classes.ts';
import { know, now, openMillion } from './list-data.ts';
import { middles, pagesOf, type Timed } from './list-pages.ts';

const rounds = 5;
const groups: readonly Group[] = ['plain', 'single', 'unique', 'short', 'several'];
/** Groups whose pages must be complete; of the others the share is a figure too. */
const mustBeComplete: readonly Group[] = ['plain', 'single'];

export const bench: Bench = {
  name: 'lists of a million users',
  async run() {
    const measured: Measured[] = [];
    for (const kind of ['sqlite', 'postgres'] as const) {
      const database = await openMillion(kind);
      if (!database) continue;
      measured.push(...(await pagesByGroup(database)));
      if (kind === 'sqlite') measured.push(await loopDelay(database));
      await database.close();
    }
    return measured;
  },
};

/** A round goes through every class, every sort, both ways, first and deep. The figure is the median over rounds of each class's p95, of the worst class. */
async function pagesByGroup(database: Database): Promise<readonly Measured[]> {
  const [known, places] = [await know(database), await middles(database)];
  const measured: Measured[] = [];
  for (const group of groups) {
    const found = new Map<string, { readonly p95: number[]; readonly pages: Timed[] }>();
    for (const kind of classes.filter((one) => one.group === group)) {
      const all = { p95: [] as number[], pages: [] as Timed[] };
      await pagesOf(database, kind, { known, places, seed: 1 });
      for (let round = 0; round < rounds; round += 1) {
        const pages = await pagesOf(database, kind, { known, places, seed: 2 + round });
        all.p95.push(
          percentile(
            pages.map(({ milliseconds }) => milliseconds),
            0.95,
          ),
        );
        all.pages.push(...pages);
      }
      found.set(kind.name, all);
    }
    measured.push(...figures(database.kind, group, found));
  }
  return measured;
}

function figures(
  kind: Database['kind'],
  group: Group,
  found: ReadonlyMap<string, { readonly p95: readonly number[]; readonly pages: readonly Timed[] }>,
): readonly Measured[] {
  const sorted = [...found].toSorted(([, a], [, b]) => median(b.p95) - median(a.p95));
  const [slowest] = sorted;
  if (!slowest) return [];
  const share = (pages: readonly Timed[]) => pages.filter(({ complete }) => !complete).length / pages.length;
  const all = sorted.flatMap(([, { pages }]) => pages);
  const cut = sorted.filter(([, { pages }]) => share(pages) > 0).map(([name, { pages }]) => `${name} ${Math.round(share(pages) * 100)} %`);
  const says = sorted
    .slice(0, 3)
    .map(([name, { p95 }]) => `${name} ${median(p95).toFixed(1)} ms`)
    .join(', ');
  return [
    { figure: `list ${group} ${kind}`, value: median(slowest[1].p95), samples: slowest[1].p95, unit: 'ms', says: `slowest: ${says}` },
    ...(mustBeComplete.includes(group) || cut.length > 0
      ? [
          {
            figure: `list ${group} incomplete ${kind}`,
            value: share(all) * 100,
            samples: [share(all) * 100],
            unit: '%',
            says: cut.join(', ') || 'all complete',
          },
        ]
      : []),
  ];
}

const atOnce = 16;

async function loopDelay(database: Database): Promise<Measured> {
  const [known, random] = [await know(database), chance(5)];
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (let page = 0; page < 10; page += 1) {
          const kind = classes[random.below(classes.length)];
          if (kind)
            await database.lists.run<ListInput, ListPage>(listProgram, listInput({ kind: database.kind, asked: kind.draw(random, known), reach: null, now }));
        }
      }),
    );
    delay.disable();
    samples.push(delay.percentile(99) / 1_000_000);
  }
  return {
    figure: 'list loop delay',
    value: median(samples),
    samples,
    unit: 'ms',
    says: `p99 while ${atOnce} lists run at once; includes its own tick of 1 ms`,
  };
}
