// A real server for the tests of the screens: HTTPS, a data folder of its own, and the ways to speak to it beside the browser.
// Called by the tests of this folder, once in each file.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type APIRequestContext, type Page, request } from 'playwright-core';
import { build } from '#build/build.ts';
import { runReeve, startServer } from '../processes/server.ts';

export const admin = { name: 'admin', password: 'seven green lanterns' } as const;

export type Reeve = { readonly url: string; readonly data: string; stop(): Promise<void> };
type Asked = { readonly users?: number; readonly administrator?: boolean; readonly env?: Readonly<Record<string, string>> };

/** `administrator` false = not set up: the link stands in what the server said. `users` = that many believable ones are there. */
export async function startReeve({ users = 0, administrator = true, env: more = {} }: Asked = {}): Promise<Reeve> {
  const data = await mkdtemp(join(tmpdir(), 'reeve-browser-'));
  const env = { REEVE_TLS: 'on', ...more, ...(administrator ? { REEVE_ADMIN_USER: admin.name, REEVE_ADMIN_PASSWORD: admin.password } : {}) };
  const place = { data, env };
  // Before the clock of the start runs: on a busy machine a build takes longer than a server may.
  await build(['web', 'server'], () => {});
  if (users > 0) await fill(place, users);
  const server = await startServer(place);
  const stop = async () => {
    await server.stop();
    await rm(data, { recursive: true, force: true });
  };
  return { url: server.url, data, stop };
}

/** The demo builds on a Reeve that is set up, while no server runs. */
async function fill(place: { readonly data: string; readonly env: Record<string, string> }, users: number): Promise<void> {
  const first = await startServer(place);
  await first.stop();
  const { code, said } = await runReeve(['demo', '--users', String(users)], place);
  if (code !== 0) throw new Error(`reeve demo ended with ${code}:\n${said}`);
}

/** The link for setting up; where no terminal listens, it stands in its file only. */
export async function setUpLink({ data }: Reeve): Promise<string> {
  const written = await readFile(join(data, 'setup-link'), 'utf8');
  const link = /https:\/\/\S+\/set-up\/\S+/.exec(written)?.[0];
  if (!link) throw new Error(`No set-up link stands in:\n${written}`);
  return link;
}

export async function signIn(page: Page, { url }: Reeve, who: { readonly name: string; readonly password: string } = admin, to = ''): Promise<void> {
  await page.goto(`${url}/sign-in${to ? `?to=${encodeURIComponent(to)}` : ''}`);
  await page.getByLabel(/^(User name|Benutzername)$/).fill(who.name);
  await page.getByLabel(/^(Password|Passwort)$/).fill(who.password);
  await page.getByRole('button', { name: /^(Sign in|Anmelden)$/ }).click();
  await page.waitForURL((at) => at.pathname !== '/sign-in');
}

/** A program with a token, as curl would be. */
export const program = ({ url }: Reeve, token: string): Promise<APIRequestContext> =>
  request.newContext({ baseURL: url, ignoreHTTPSErrors: true, extraHTTPHeaders: { authorization: `Bearer ${token}` } });

/** What the screen of this page may call: with its own cookie, origin and token against other sites. */
export async function call(
  page: Page,
  method: 'POST' | 'PATCH' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
): Promise<{ readonly [name: string]: unknown }> {
  const { origin } = new URL(page.url());
  const me = await page.request.get(`${origin}/api/me`);
  const { csrf } = (await me.json()) as { readonly csrf: string };
  const answer = await page.request.fetch(`${origin}/api${path}`, { method, data: body, headers: { origin, 'x-reeve-csrf': csrf } });
  if (!answer.ok()) throw new Error(`${method} ${path} answered ${answer.status()}: ${await answer.text()}`);
  return answer.status() === 204 ? {} : await answer.json();
}
