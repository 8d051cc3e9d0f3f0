// The few shapes of Markdown that printed documents use.

export const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`.replaceAll('|  |', '| |');

export const table = (head: readonly string[], rows: readonly string[]): string => `${[row(head), `|${'---|'.repeat(head.length)}`, ...rows].join('\n')}\n`;
