// The Management Console over a million users, in Chromium: when the first content of a cold load is there, and how long each later screen takes from the click
// to its heading with nothing left to wait for. Times belong to the machine, and the browser sits on the same cores as the server.
import type { Browser, Page } from 'playwright-core';
import { build } from '#build/build.ts';
import { openChromium, signedIn } from './chromium.ts';
import { type Bench, type Measured, median, percentile } from './frame.ts';
import { start } from './load.ts';
import { copyMillion } from './million.ts';
import { temporaryFolder } from './organisation.ts';

const coldLoads = 7;
const walks = 12;
const searches = ['ann', 'mil', 'kowal', 'x', 'ber', 'son', 'zoe', 'li', 'garc', 'ma'];

async function run(): Promise<readonly Measured[]> {
  const folder = temporaryFolder();
  const data = `${folder.path}/large`;
  const browser = await openChromium();
  if (!browser || (await copyMillion(data)) === null) {
    console.error('For this bench there must be a Chromium, and the million users of the list bench.');
    await browser?.close();
    folder.remove();
    return [];
  }
  await build(['web', 'server'], () => {});
  const server = await start('reeve', [], { REEVE_DATA: data });
  try {
    return await measured(browser, `https://localhost:${server.port}`);
  } finally {
    await browser.close();
    await server.stop();
    folder.remove();
  }
}

async function measured(browser: Browser, url: string): Promise<readonly Measured[]> {
  const { context, page } = await signedIn(browser, url);
  const state = await context.storageState();
  const cold: number[] = [];
  for (let load = 0; load < coldLoads; load += 1) {
    const fresh = await browser.newContext({ ignoreHTTPSErrors: true, storageState: state });
    const first = await fresh.newPage();
    await first.goto(`${url}/carbon/users`);
    await first.locator('[data-row]').first().waitFor();
    cold.push(await first.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
    await fresh.close();
  }
  await page.goto(`${url}/carbon/users`);
  await page.locator('[data-row]').first().waitFor();
  const later = await walk(page);
  const found = await searching(page);
  return [
    { figure: 'screens/first-content', value: median(cold), samples: cold, unit: 'ms', says: `${coldLoads} cold loads of the list of users` },
    {
      figure: 'screens/later',
      value: percentile(later, 0.95),
      samples: later,
      unit: 'ms',
      says: `${later.length} screens, p95; median ${median(later).toFixed(0)} ms`,
    },
    {
      figure: 'screens/search',
      value: percentile(found, 0.95),
      samples: found,
      unit: 'ms',
      says: `${found.length} searches, p95, from the last letter, with the 180 ms of waiting for more`,
    },
  ];
}

const ready = `(heading) => document.querySelector('main h1')?.textContent === heading && !document.querySelector('main [aria-busy=true], main [class*=skeleton]')`;
const places = [
  ['Groups', 'Groups'],
  ['Roles', 'Roles'],
  ['Journal', 'Journal'],
  ['Who may?', 'Who may?'],
  ['Jobs', 'Jobs'],
  ['Users', 'Users'],
] as const;

/** Clicks through the navigation, as one who knows his way; the first walk only brings the parts. */
async function walk(page: Page): Promise<readonly number[]> {
  const times: number[] = [];
  for (let round = 0; round <= walks; round += 1)
    for (const [link, heading] of places) {
      const took = await page.evaluate<number>(`(async () => {
        const ready = ${ready};
        const link = [...document.querySelectorAll('nav a')].find((each) => each.textContent.trim() === ${JSON.stringify(link)});
        const begun = performance.now();
        link.click();
        while (!ready(${JSON.stringify(heading)})) {
          if (performance.now() - begun > 15000) throw new Error('${heading} never came');
          await new Promise((done) => requestAnimationFrame(done));
        }
        return performance.now() - begun;
      })()`);
      if (round > 0) times.push(took);
    }
  return times;
}

/** Types into the search, until the first answer to this very text is drawn. Where it is incomplete, the list goes on by itself. */
async function searching(page: Page): Promise<readonly number[]> {
  const times: number[] = [];
  const field = page.getByRole('searchbox');
  for (const text of searches) {
    await field.fill('');
    await page.waitForURL((at) => !at.searchParams.has('search'));
    await page.locator('[data-row]').first().waitFor();
    const answered = page.waitForResponse((answer) => new URL(answer.url()).searchParams.get('search') === text && answer.url().includes('/api/users?'));
    await field.fill(text);
    const begun = performance.now();
    await answered;
    await page.evaluate('new Promise((drawn) => requestAnimationFrame(drawn))');
    times.push(performance.now() - begun);
  }
  return times;
}

export const bench: Bench = { name: 'screens', run };
