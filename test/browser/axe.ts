// axe, let into a page to examine it for WCAG 2.2 AA.
// Called by the tests of this folder.
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { drawn } from './quiet.ts';

const script = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
type Fault = { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] };

const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** What other colours can change of a page that was examined whole. */
const colours = { type: 'rule', values: ['color-contrast', 'link-in-text-block'] };

/** No rule asked for reads style sheets as texts: axe would fetch all of them again for each page, and speak on the console when one does not come. */
const preload = { assets: ['media'] };

/** One line for each sort of fault on the page as it stands; `where` begins the line. `recoloured`: it was examined just now, in other colours. */
export async function examine(page: Page, where: string, { recoloured = false } = {}): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(script);
  // A button that was just switched on is still on its way from one colour to the other.
  await drawn(page);
  const options = { runOnly: recoloured ? colours : everything, resultTypes: ['violations'], selectors: false, preload };
  const faults = await page.evaluate<readonly Fault[]>(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`);
  return faults.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary.replace(/\s+/g, ' ').slice(0, 200)}`);
}
