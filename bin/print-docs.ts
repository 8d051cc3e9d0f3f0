// Writes the documents that are printed from the code: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { documents } from '#cli/docs.ts';

for (const [name, print] of Object.entries(documents)) writeFileSync(new URL(`../docs/${name}.md`, import.meta.url), print());
