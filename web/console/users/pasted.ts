// Names out of whatever was pasted: lines, commas, semicolons, tabs; quotes around one are no part of it. Pure.

/** What one plan takes at most. */
export const namesMax = 10_000;

export function namesIn(pasted: string): { readonly names: readonly string[]; readonly repeated: number } {
  const all = pasted
    .split(/[\n\r\t,;]+/u)
    .map((each) =>
      each
        .trim()
        .replace(/^"(.*)"$/u, '$1')
        .replace(/^'(.*)'$/u, '$1')
        .trim(),
    )
    .filter((each) => each !== '');
  const names = [...new Map(all.map((name) => [name.toLowerCase(), name])).values()];
  return { names, repeated: all.length - names.length };
}
