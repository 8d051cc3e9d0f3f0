// Which columns are shown, in which order. Pure.

/** Those named, in that order; names of columns that are no more are left out, and nobody is left without any. */
export function chosenFrom<C extends { readonly id: string }>(all: readonly C[], names: readonly string[], atFirst: readonly string[]): readonly C[] {
  const named = names.flatMap((name) => all.find(({ id }) => id === name) ?? []);
  return named.length > 0 ? named : atFirst.flatMap((name) => all.find(({ id }) => id === name) ?? []);
}

/** The chosen ones in their order, then the others in theirs: how they are offered. */
export const offeredFrom = <C extends { readonly id: string }>(all: readonly C[], chosen: readonly string[]): readonly C[] => [
  ...chosen.flatMap((name) => all.find(({ id }) => id === name) ?? []),
  ...all.filter(({ id }) => !chosen.includes(id)),
];

/** One more at the end, or one less; the last one stays. */
export function toggledColumn(chosen: readonly string[], id: string): readonly string[] {
  if (!chosen.includes(id)) return [...chosen, id];
  return chosen.length > 1 ? chosen.filter((each) => each !== id) : chosen;
}

/** `id` at the place of `to`. */
export function movedColumn(chosen: readonly string[], id: string, to: number): readonly string[] {
  if (!chosen.includes(id) || to < 0 || to >= chosen.length) return chosen;
  const others = chosen.filter((each) => each !== id);
  return [...others.slice(0, to), id, ...others.slice(to)];
}
