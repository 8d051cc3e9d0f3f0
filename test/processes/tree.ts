// A copy of this tree for tests that change sources or what is built from them: everything that a start reads, with the packages of this one.
// Called by the tests of this folder. Knows which files belong to a start; not what they do.
import { cpSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const parts = ['bin', 'src', 'web', 'package.json', 'package-lock.json', 'vite.config.ts', 'vite.server.config.ts', 'vite.snapshot.config.ts', 'tsconfig.json'];

/** Times are kept, so that what was built here is current there too; the packed server is left out. */
export function copyTree(folder: string): string {
  const tree = join(folder, 'tree');
  for (const part of parts) {
    // An app that is being built right now comes and goes.
    const filter = (path: string) => !/\/web\/dist\.\d/.test(path) && existsSync(path);
    cpSync(join(root, part), join(tree, part), { recursive: true, preserveTimestamps: true, filter });
  }
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  return tree;
}

/** Saves the file with other words in it. */
export function edit(tree: string, path: string, [before, after]: readonly [string, string]): void {
  const file = join(tree, path);
  const text = readFileSync(file, 'utf8');
  if (!text.includes(before)) throw new Error(`${path} does not hold ${before}; it has ${statSync(file).size} bytes.`);
  writeFileSync(file, text.replaceAll(before, after));
}
