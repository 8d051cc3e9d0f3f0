// Chance that can be repeated: the same seed gives the same demo on every machine (mulberry32).
// Called by the files of this room. No secret is ever made from it.

export type Chance = {
  /** A whole number from 0 to below max. */
  below(max: number): number;
  one<T>(values: readonly [T, ...T[]]): T;
  often(share: number): boolean;
  /** Many near 0, few near max. */
  skewed(max: number, power: number): number;
  hex(digits: number): string;
};

export function chance(seed: number): Chance {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (max: number) => Math.floor(next() * max);
  return {
    below,
    one: (values) => values[below(values.length)] ?? values[0],
    often: (share) => next() < share,
    skewed: (max, power) => Math.floor(next() ** power * max),
    hex: (digits) => {
      let text = '';
      while (text.length < digits)
        text += below(2 ** 24)
          .toString(16)
          .padStart(6, '0');
      return text.slice(0, digits);
    },
  };
}

/** A UUIDv7 of that moment. */
export function idAt(at: number, { hex }: Chance): string {
  const time = at.toString(16).padStart(12, '0');
  const tail = hex(18);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${tail.slice(0, 3)}-${'89ab'[Number.parseInt(tail.slice(3, 4), 16) & 3]}${tail.slice(4, 7)}-${tail.slice(6, 18)}`;
}
