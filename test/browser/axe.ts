// axe, let into a page to examine it for WCAG 2.2 AA.
// Called by the tests of this folder.
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const script = 'node_modules/axe-core/axe.min.js';
type Fault = { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] };

/** One line for each sort of fault on the page as it stands; `where` begins the line. */
export async function examine(page: Page, where: string): Promise<readonly string[]> {
  await page.evaluate(await readFile(script, 'utf8'));
  const faults = await page.evaluate<readonly Fault[]>(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }).then(({ violations }) => violations)",
  );
  return faults.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`);
}
