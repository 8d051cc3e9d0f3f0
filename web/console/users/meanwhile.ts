// What two people changed at the same time in one form: whose is whose, and what both changed. Pure.
type Values = Readonly<Record<string, string | number>>;

export type Meanwhile<V extends Values> = {
  /** What was typed here. */
  readonly mine: readonly (keyof V & string)[];
  /** Typed here, and changed to something else there. */
  readonly both: readonly (keyof V & string)[];
};

/** `began` = what the form began with, `newest` = what is saved now, `typed` = what stands in the form. */
export function meanwhile<V extends Values>(began: V, newest: V, typed: V): Meanwhile<V> {
  const mine = Object.keys(typed).filter((name) => typed[name] !== began[name]);
  const both = mine.filter((name) => newest[name] !== began[name] && newest[name] !== typed[name]);
  return { mine, both };
}
