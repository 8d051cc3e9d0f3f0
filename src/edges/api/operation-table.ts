// Which operation a request means: a tree of the segments of all paths, an exact one before a parameter.
// Called by routes.ts, which hangs one route into Fastify: a route for each operation cost a fifth of a start. Knows addresses, no request.
import type { Action } from '#action.ts';
import type { Method } from '#contract.ts';

/** `params`: each parameter of the path, decoded. `pattern`: as `/api/users/:id`, the same for everybody who asks. */
export type Found = { readonly action: Action; readonly pattern: string; readonly params: Readonly<Record<string, string>> };
export type OperationTable = (method: string, target: string) => Found | null;

type Place = { readonly exact: Map<string, Place>; parameter: Place | null; readonly actions: Map<Method, Action> };

/** Longer than any parameter of ours. */
const parameterMax = 512;

/** Of RFC 9112 §3.2: `/path?query`, or the same with `https://host` before it. The query is another's matter, and a slash at the end means nothing. */
const targetParts = /^(?:https?:\/\/[^/?#]*)?(\/[^?#]*?)\/?(?:[?#]|$)/is;

/** `prefix`: where the operations hang, as `/api`. `target` is a request's own. Null = nothing is there for this method. */
export function operationTable(prefix: string, actions: readonly Action[]): OperationTable {
  const root = newPlace();
  for (const action of actions) put(root, action);
  const before = prefix.split('/').length;
  return (method, target) => {
    const segments = (targetParts.exec(target)?.[1] ?? '').split('/').slice(before).map(decoded);
    const action = find(root, segments, (method === 'HEAD' ? 'GET' : method) as Method);
    return action && { action, pattern: prefix + patternOf(action), params: paramsOf(action, segments) };
  };
}

/** An operation's path as metrics and logs write it. */
export const patternOf = ({ operation }: Action): string => operation.path.replace(/\{(\w+)\}/g, ':$1');

const newPlace = (): Place => ({ exact: new Map(), parameter: null, actions: new Map() });
const parameterOf = (segment: string): string | undefined => /^\{(\w+)\}$/.exec(segment)?.[1];
const segmentsOf = ({ operation }: Action): readonly string[] => operation.path.slice(1).split('/');

function put(root: Place, action: Action) {
  const { method, path } = action.operation;
  const place = segmentsOf(action).reduce(placeBelow, root);
  if (place.actions.has(method)) throw new Error(`Two operations are ${method} ${path}.`);
  place.actions.set(method, action);
}

function placeBelow(place: Place, segment: string): Place {
  const known = parameterOf(segment) === undefined ? place.exact.get(segment) : place.parameter;
  if (known) return known;
  const made = newPlace();
  if (parameterOf(segment) === undefined) place.exact.set(segment, made);
  else place.parameter = made;
  return made;
}

function find(place: Place, segments: readonly string[], method: Method, at = 0): Action | null {
  const segment = segments[at];
  if (segment === undefined) return place.actions.get(method) ?? null;
  const exact = place.exact.get(segment);
  const found = exact ? find(exact, segments, method, at + 1) : null;
  if (found || !place.parameter || segment === '' || segment.length > parameterMax) return found;
  return find(place.parameter, segments, method, at + 1);
}

function paramsOf(action: Action, segments: readonly string[]): Readonly<Record<string, string>> {
  const named = segmentsOf(action).map((segment, at) => [parameterOf(segment), segments[at]]);
  return Object.fromEntries(named.filter(([name]) => name !== undefined));
}

/** What is no percent-encoding at all is refused before it comes here. */
function decoded(segment: string): string {
  try {
    return segment.includes('%') ? decodeURIComponent(segment) : segment;
  } catch {
    return '';
  }
}
