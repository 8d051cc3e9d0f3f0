// The nearest right word for a wrong one, by edit distance: for keys, flags, commands.
// Anyone may import it. It does not know what the words mean.

const lengthMax = 64;

/** The word of `words` that is nearest to `wrong`, or null if none is near enough to be meant. */
export function nearest(wrong: string, words: readonly string[]): string | null {
  const said = wrong.slice(0, lengthMax).toLowerCase();
  const ranked = words.map((word) => ({ word, distance: distance(said, word.toLowerCase()) })).sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best === undefined) return null;
  const near = best.distance <= Math.max(2, Math.floor(best.word.length / 3));
  if (near) return best.word;
  return words.find((word) => said.length >= 3 && (word.includes(said) || said.includes(word))) ?? null;
}

/** ` Did you mean "x"?`, or nothing. */
export function didYouMean(wrong: string, words: readonly string[], show: (word: string) => string = (word) => word): string {
  const word = nearest(wrong, words);
  return word === null ? '' : ` Did you mean ${show(word)}?`;
}

/** Optimal string alignment: insertions, deletions, replacements and swaps of neighbours each count one. */
function distance(from: string, to: string): number {
  let older: number[] = [];
  let old = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const now = [row];
    for (let column = 1; column <= to.length; column += 1) now.push(cheapest(from, to, row, column, { older, old, now }));
    older = old;
    old = now;
  }
  return old[to.length] ?? 0;
}

type Rows = { readonly older: readonly number[]; readonly old: readonly number[]; readonly now: readonly number[] };

function cheapest(from: string, to: string, row: number, column: number, rows: Rows): number {
  const at = (line: readonly number[], index: number) => line[index] ?? Number.POSITIVE_INFINITY;
  const same = from[row - 1] === to[column - 1];
  const replaced = at(rows.old, column - 1) + (same ? 0 : 1);
  const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1] ? at(rows.older, column - 2) + 1 : Number.POSITIVE_INFINITY;
  return Math.min(at(rows.old, column) + 1, at(rows.now, column - 1) + 1, replaced, swapped);
}
