// A pasted list of names, as people paste it: lines, commas, semicolons, tabs, quotes, `Ann Lee <ann@example.com>`. Pure.
// Called by selection.ts. Does not know whom a name means.

export type Named = { readonly line: number; readonly text: string };

const separators = /[,;\t]/;
const textMax = 320;

/** Each name with the line it stands in, in order; empty ones are left out. */
export function namesIn(pasted: string): readonly Named[] {
  return pasted.split(/\r\n|\r|\n/).flatMap((text, index) =>
    text
      .split(separators)
      .map((part) => plain(part))
      .filter((part) => part !== '')
      .map((part) => ({ line: index + 1, text: part.slice(0, textMax) })),
  );
}

/** Without quotes around it, and without the name before an address. */
function plain(part: string): string {
  const bare = part
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^["'](.*)["']$/, '$1')
    .trim();
  return /<([^<>\s]+@[^<>\s]+)>$/.exec(bare)?.[1] ?? bare;
}
