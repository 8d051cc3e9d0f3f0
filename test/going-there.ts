// A Reeve with an identity provider of the tests' own beside it, and browsers that go there and come back. Called by tests of signing in by one.
import assert from 'node:assert/strict';
import type { FastifyInstance } from 'fastify';
import type { Action } from '#action.ts';
import type { InputOf } from '#contract.ts';
import { signInPages } from '#edges/sign-in/pages.ts';
import { openWeb } from '#edges/web.ts';
import { providerActions } from '#providers/actions.ts';
import { addProvider } from '#providers/add-provider.ts';
import { type Provider, showProvider } from '#providers/contract.ts';
import { editProvider } from '#providers/edit-provider.ts';
import type { Open } from './databases.ts';
import { FormBrowser, tokenIn } from './form-browser.ts';
import { signInThere } from './other-side.ts';
import { type People, peopleOf } from './people.ts';
import { type OpenIdServer, startOpenId } from './servers/open-id.ts';
import { openTestWorld, type TestWorld } from './world.ts';

export const reachable = { baseUrl: 'https://reeve.test', egressNetworks: ['127.0.0.0/8', '::1'], anyoneRequestsPerMinuteMax: 100_000 };

export type GoingThere = {
  readonly test: TestWorld;
  readonly people: People;
  readonly there: OpenIdServer;
  readonly server: FastifyInstance;
  readonly provider: () => Provider;
  shown(): Promise<Provider>;
  set(fields: Omit<InputOf<(typeof editProvider)['operation']>, 'id'>): Promise<void>;
  /** Signs in there as `name` where this page leads, and gives the address that he is sent back to. */
  follow(page: { readonly body: string }, name: string, cookies?: Map<string, string>): Promise<string>;
  /** Where the button of the sign-in page leads. */
  press(browser: FormBrowser): Promise<{ readonly body: string }>;
  comeBack(browser: FormBrowser, at: string): ReturnType<FormBrowser['get']>;
  /** All of it. */
  signIn(name: string, browser?: FormBrowser): Promise<{ readonly browser: FormBrowser; readonly answer: Awaited<ReturnType<FormBrowser['get']>> }>;
  stop(): Promise<void>;
};

/** The address that a page leads to by itself. */
export const leadsTo = ({ body }: { readonly body: string }): string =>
  (/http-equiv="refresh" content="0;url=([^"]+)"/.exec(body)?.[1] ?? assert.fail(body)).replaceAll('&#38;', '&');

export async function openGoingThere(open: Open): Promise<GoingThere> {
  const there = await startOpenId(['https://reeve.test/sign-in/from/company']);
  const test = await openTestWorld(open, { config: reachable });
  const people = peopleOf(test);
  const server = await openWeb(test.world, null);
  await server.register(signInPages(test.world));
  const { issuer, clientId, clientSecret: secret, authority: authorities } = there;
  let provider = await people.run(addProvider, test.admin, {
    key: 'company',
    preset: 'oidc',
    name: 'Company',
    issuer,
    clientId,
    secret,
    authorities,
    enabled: true,
  });
  const follow: GoingThere['follow'] = (page, name, cookies = new Map()) => signInThere(leadsTo(page), { authority: there.authority, name, cookies });
  const press: GoingThere['press'] = async (browser) => {
    await test.world.changes.poll();
    return browser.post('/sign-in/with', { csrf: tokenIn(await browser.get('/sign-in')), key: 'company', to: '' });
  };
  const comeBack: GoingThere['comeBack'] = (browser, at) => browser.get(at.replace(reachable.baseUrl, ''));
  return {
    test,
    people,
    there,
    server,
    follow,
    press,
    comeBack,
    provider: () => provider,
    async shown() {
      const showing = providerActions.find(({ operation }) => operation === showProvider) ?? assert.fail();
      // Found by the operation itself.
      return people.run(showing as Action<typeof showProvider>, test.admin, { id: provider.id });
    },
    async set(fields) {
      provider = await people.run(editProvider, test.admin, { id: provider.id, ...fields });
    },
    async signIn(name, browser = new FormBrowser(server)) {
      return { browser, answer: await comeBack(browser, await follow(await press(browser), name)) };
    },
    async stop() {
      await server.close();
      await there.stop();
    },
  };
}
