// When a page has loaded what it wants and has drawn it: sooner known than by Playwright's own idleness, which waits half a second each time.
// Called by the tests of this folder that go through many screens.
import type { Page, Request } from 'playwright-core';

const quietMilliseconds = 80;
/** Those that come to an end: a wheel that turns does not. */
const transitions = 'Promise.all(document.getAnimations().filter((each) => each instanceof CSSTransition).map((each) => each.finished.catch(() => {})))';
const twoFrames = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

/** Waits until what was just changed is on the screen. */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(twoFrames);
  await page.evaluate(transitions);
}

/** To be called before the page goes anywhere; what it gives waits until nothing has been asked for a moment, and what was answered is on the screen. */
export function quietOf(page: Page): () => Promise<void> {
  const open = new Set<Request>();
  page.on('request', (request) => open.add(request));
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  const still = async () => {
    let since = Date.now();
    while (Date.now() - since < quietMilliseconds) {
      if (open.size > 0) since = Date.now();
      await page.waitForTimeout(10);
    }
  };
  return async () => {
    do {
      await still();
      await drawn(page);
    } while (open.size > 0);
  };
}
