// reeve.toml as a flat list of keys, values and line numbers.
// Used by src/config/load.ts. It does not know which keys there are.
import { parse, TomlError } from 'smol-toml';

export type Entry = { readonly key: string; readonly value: unknown; readonly line: number };

/** What is wrong with the text of the file, and where. */
export class TomlFault extends Error {
  override readonly name = 'TomlFault';
  readonly line: number;

  constructor(line: number, says: string) {
    super(says);
    this.line = line;
  }
}

/** The entries of the file. Throws TomlFault. */
export function readToml(text: string): readonly Entry[] {
  const lines = text.split('\n');
  return Object.entries(parsed(text)).map(([key, value]) => ({ key, value, line: lineOf(key, lines) }));
}

function parsed(text: string): Record<string, unknown> {
  try {
    return parse(text, { maxDepth: 8 });
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    // The library's first line says what; the rest is a drawing of the place that we give as a line number.
    throw new TomlFault(cause.line, (cause.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', ''));
  }
}

/** The parser keeps no places. A line that looks like the key counts only if all before it is a document, so not inside a multi-line text. */
function lineOf(key: string, lines: readonly string[]): number {
  const looksLike = new RegExp(`^\\s*\\[*\\s*(["']?)${key.replace(/[^\w-]/g, '\\$&')}\\1\\s*[=.\\]]`);
  const found = lines.findIndex((line, index) => looksLike.test(line) && isDocument(lines.slice(0, index).join('\n')));
  return found === -1 ? 1 : found + 1;
}

const isDocument = (text: string): boolean => documentOf(text) !== null;

function documentOf(text: string): unknown {
  try {
    return parse(text, { maxDepth: 8 });
  } catch {
    return null;
  }
}

/** Where a key inside tables begins: the first line without which the document does not have it. Only for errors, since it reads the file again and again. */
export function lineOfPath(path: readonly string[], text: string): number {
  const lines = text.split('\n');
  let whole = 0;
  for (let count = 1; count <= lines.length; count += 1) {
    const document = documentOf(lines.slice(0, count).join('\n'));
    if (document === null) continue;
    if (holds(document, path)) return whole + 1;
    whole = count;
  }
  return lines.length;
}

function holds(document: unknown, path: readonly string[]): boolean {
  let at = document;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false;
    at = Object.entries(at).find(([name]) => name === key)?.[1];
  }
  return true;
}
