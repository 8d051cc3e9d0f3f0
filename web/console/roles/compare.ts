// Two roles beside each other: the nodes at which what they allow begins to differ, or to agree again. Pure.
import type { Entry } from '#roles/contract.ts';
import { ticksOf } from '../../shared/tree/ticks.ts';

export type Compared = { readonly path: string; readonly one: boolean; readonly other: boolean };

const parentOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf('/'), 0));

/** Paths come parents first. A node of which the one above says the same already is left out, and so is what neither allows. */
export function compared(paths: readonly string[], one: readonly Entry[], other: readonly Entry[]): readonly Compared[] {
  const [ones, others] = [ticksOf(paths, one), ticksOf(paths, other)];
  const at = (path: string) => [ones.get(path)?.allowed ?? false, others.get(path)?.allowed ?? false] as const;
  return paths.flatMap((path) => {
    const [[mine, theirs], [mineAbove, theirsAbove]] = [at(path), at(parentOf(path))];
    const isSameAsAbove = mine === mineAbove && theirs === theirsAbove;
    return isSameAsAbove || (!mine && !theirs && !mineAbove && !theirsAbove) ? [] : [{ path, one: mine, other: theirs }];
  });
}

export const differing = (rows: readonly Compared[]): readonly Compared[] => rows.filter(({ one, other }) => one !== other);
