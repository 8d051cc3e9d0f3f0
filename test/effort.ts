// How many cases the generated tests try: all of them in a full run, a share in a quick one. Called by tests.

/** A quick run tries one case of so many. */
const quickShare = 10;

/** `whole` cases, or the quick run's share of them. */
export const cases = (whole: number): number => (isQuick() ? Math.ceil(whole / quickShare) : whole);

/** Every one, or the quick run's share of them, spread evenly and another one each time. */
export function someOf<T>(all: readonly T[]): readonly T[] {
  if (!isQuick()) return all;
  const first = Math.floor(Math.random() * quickShare);
  return all.filter((_, index) => index % quickShare === first);
}

const isQuick = () => process.env.REEVE_TEST_EFFORT === 'quick';
