// What a bench is, and how two sides are held against each other: interleaved rounds in one run, a ratio per round, the median of the ratios.
// Imported by every bench file and by run.ts. Knows no figure.

/** One figure of budgets.json, as measured. `value` is the median of `samples`; `says` gives the absolute figures behind it, which belong to this machine only. */
export type Measured = { readonly figure: string; readonly value: number; readonly samples: readonly number[]; readonly unit: string; readonly says: string };

/** What a bench file exports as `bench`. Each runs in a process of its own. */
export type Bench = { readonly name: string; run(): Promise<readonly Measured[]> };

/** One round of one side: gives a rate, or a time. */
export type Side = () => Promise<number> | number;

export const roundsMin = 5;

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Runs both sides in turn, and who goes first in turn too, so that a slow moment of the machine hits both. Gives every round of each. */
export async function interleaved<K extends string>(sides: Readonly<Record<K, Side>>, rounds: number = roundsMin): Promise<Record<K, number[]>> {
  // Object.keys loses the names' type; they are the keys of `sides` by construction.
  const names = Object.keys(sides) as K[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<K, number[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) found[name].push(await sides[name]());
  }
  return found;
}

/** Round by round: ours ÷ theirs. */
export const ratios = (ours: readonly number[], theirs: readonly number[]): number[] => ours.map((value, round) => value / (theirs[round] ?? Number.NaN));

export function ratioOf(
  figure: string,
  { ours, theirs, says }: { readonly ours: readonly number[]; readonly theirs: readonly number[]; readonly says: string },
): Measured {
  const samples = ratios(ours, theirs);
  return { figure, value: median(samples), samples, unit: '×', says };
}

/** "12,300/s" */
export const perSecond = (rates: readonly number[]): string => `${Math.round(median(rates)).toLocaleString('en')}/s`;

/** How often per second of its own processor time `once` can be done, asked over and over. `times` = done in one go between two looks at the clock. */
export function rateOf(once: (nth: number) => void, { milliseconds, times = 1_000 }: { readonly milliseconds: number; readonly times?: number }): number {
  let done = 0;
  let spent = 0;
  const begun = processorMilliseconds();
  while (spent < milliseconds) {
    for (let nth = 0; nth < times; nth += 1) once(done + nth);
    done += times;
    spent = processorMilliseconds() - begun;
  }
  return (done * 1_000) / spent;
}

/** Of this thread alone: what neighbours on the machine take is not counted. */
function processorMilliseconds(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
