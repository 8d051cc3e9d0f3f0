// What differs between two images of one thing. Pure.
export type Difference = { readonly field: string; readonly before: string; readonly after: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

const textOf = (value: unknown): string =>
  value === undefined || value === null || value === '' ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** These change with everything and tell nobody anything, or say once more what the state says. */
const dull = new Set(['version', 'changedAt', 'lockedAt', 'disabledAt']);

export function differencesOf(before: unknown, after: unknown): Difference[] {
  const was = isRecord(before) ? before : {};
  const is = isRecord(after) ? after : {};
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((field) => !dull.has(field))
    .map((field) => ({ field, before: textOf(was[field]), after: textOf(is[field]) }))
    .filter((each) => each.before !== each.after);
}
