// Writes the documents that are printed from the code: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { documents } from '#documents.ts';

for (const [path, print] of Object.entries(documents)) writeFileSync(new URL(`../${path}`, import.meta.url), print());
