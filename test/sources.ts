// The house's own source files as text, for the tests that hold its rules: which there are, and what each imports.
// Called by architecture, file-length and docs tests. Knows no rule.
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

export type Source = {
  /** From the root of the project: `src/users/user.ts`. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
};
/** `path` is the file it leads to, or undefined for a package. `types`: nothing is loaded by it. */
export type Import = { readonly line: number; readonly specifier: string; readonly path: string | undefined; readonly types: boolean };

const folders = ['src', 'web', 'test', 'bench', 'bin'];

export const isTest = (path: string) => /\.test\.tsx?$/.test(path);

export function sources(): readonly Source[] {
  const patterns = folders.map((folder) => `${folder}/**/*.{ts,tsx}`);
  const paths = globSync([...patterns, '*.ts'], { exclude: ['**/node_modules/**', '**/dist/**'] });
  return paths.sort().map((path) => {
    const text = readFileSync(path, 'utf8');
    return { path, text, lines: text.split('\n') };
  });
}

/** Every `import … from`, `export … from` and `import('…')` of a file, types too. */
export function importsOf({ path, text }: Source): readonly Import[] {
  const pattern = /^\s*(?:import|export)\b[^;'"`]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;
  return [...text.matchAll(pattern)].map((found) => {
    const specifier = found[1] ?? found[2] ?? found[3] ?? '';
    return { line: lineAt(text, found.index), specifier, path: target(path, specifier), types: /^\s*(?:import|export)\s+type\b/.test(found[0]) };
  });
}

/** The line of a place in a text, from 1; a match may begin with the line breaks before it. */
export const lineAt = (text: string, index: number): number => text.slice(0, index + (/^\s*/.exec(text.slice(index))?.[0].length ?? 0)).split('\n').length;

function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return join('src', specifier.slice(1));
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  return undefined;
}

/** Comments blanked out, so that rules about code do not read prose; lines keep their places. */
export function withoutComments(text: string): string {
  const pattern = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
  return text.replace(pattern, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found));
}
