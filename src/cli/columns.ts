// How wide a text is on a terminal, how it is cut and padded, and what must never be printed.
// Used by src/cli/output.ts. Knows neither tables nor colours.

/** C0, DEL and C1 controls, and the marks that turn the direction of text (Trojan Source, CVE-2021-42574). */
const unsafe = /[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu;

/** `text` without anything a terminal would obey. `keepLines`: line ends and tabs stay. */
export function plain(text: string, { keepLines = false } = {}): string {
  return text.replace(unsafe, (found) => (keepLines && (found === '\n' || found === '\t') ? found : '\ufffd'));
}

/** Cells that `text` takes on a terminal. */
export function width(text: string): number {
  // Almost everything is ASCII; segmenting costs a hundred times more.
  if (/^[\u0020-\u007e]*$/.test(text)) return text.length;
  return graphemes(text).reduce((sum, one) => sum + cellsOf(one), 0);
}

/** `text` in at most `cells`, with … where something was cut. */
export function clip(text: string, cells: number): string {
  if (width(text) <= cells) return text;
  let kept = '';
  let used = 0;
  for (const one of graphemes(text)) {
    used += cellsOf(one);
    if (used > cells - 1) break;
    kept += one;
  }
  return cells > 0 ? `${kept}…` : '';
}

export function pad(text: string, cells: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, cells - width(text)));
  return align === 'right' ? space + text : text + space;
}

const graphemes = (text: string): readonly string[] => [...new Intl.Segmenter().segment(text)].map((part) => part.segment);

/** Wide and full-width characters (UAX 11) by block, and emoji, take two. */
function cellsOf(grapheme: string): number {
  if (/^[\p{Mn}\p{Me}\p{Cf}]+$/u.test(grapheme)) return 0;
  const wide =
    /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
  return wide.test(grapheme) || /^\p{Emoji_Presentation}/u.test(grapheme) ? 2 : 1;
}
