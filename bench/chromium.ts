// A Chromium for benches of screens, signed in as the administrator of a bench's Reeve.
// Called by bench files. Knows no screen.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { administrator } from './organisation.ts';

const executablePath = process.env.REEVE_TEST_CHROMIUM ?? '/usr/bin/chromium';

/** Null = there is none here, and it was said. */
export async function openChromium(args: readonly string[] = []): Promise<Browser | null> {
  if (existsSync(executablePath)) return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', ...args] });
  console.error(`No Chromium at ${executablePath}: apt-get install chromium, or name it in REEVE_TEST_CHROMIUM.`);
  return null;
}

export async function signedIn(browser: Browser, url: string): Promise<{ readonly context: BrowserContext; readonly page: Page }> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(`${url}/sign-in`);
  await page.getByLabel('User name').fill(administrator.userName);
  await page.getByLabel('Password').fill(administrator.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((at) => at.pathname !== '/sign-in');
  return { context, page };
}
