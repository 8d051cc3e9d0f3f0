// The permission that was meant by a path that is none: one step is misspelt, or some in the middle are left out.
// For refusals to whoever edits roles, who sees the tree anyway. Decides nothing.
import { nearest } from '#nearest.ts';
import type { Model } from './model.ts';

/** Null = nothing is near enough. */
export const nearestPath = (model: Pick<Model, 'nodes' | 'byPath'>, wrong: string): string | null => misspelt(model, wrong) ?? leftOut(model, wrong);

/** Below the deepest step that is right, the child whose name is nearest; with what followed, if that is a permission too. */
function misspelt({ nodes, byPath }: Pick<Model, 'nodes' | 'byPath'>, wrong: string): string | null {
  const steps = wrong.split('/');
  let right = steps.length - 1;
  while (right > 0 && !byPath.has(steps.slice(0, right).join('/'))) right -= 1;
  const above = byPath.get(steps.slice(0, right).join('/'));
  if (!above) return null;
  const names = nodes.filter(({ parent }) => parent === above.index).map(({ path }) => path.slice(above.path.length + 1));
  const meant = nearest(steps[right] ?? '', names);
  if (meant === null) return null;
  const whole = [above.path, meant, ...steps.slice(right + 1)].join('/');
  return byPath.has(whole) ? whole : `${above.path}/${meant}`;
}

/** The only permission that ends in the same word. */
function leftOut({ nodes }: Pick<Model, 'nodes'>, wrong: string): string | null {
  const [only, another] = nodes.filter(({ path }) => path.endsWith(wrong.slice(wrong.lastIndexOf('/'))));
  return only && !another ? only.path : null;
}
