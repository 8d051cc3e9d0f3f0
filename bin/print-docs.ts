// Writes the documents that are printed from the code: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { printers } from '../src/cli/docs.ts';

for (const [name, print] of await printers()) writeFileSync(new URL(`../docs/${name}.md`, import.meta.url), print());
