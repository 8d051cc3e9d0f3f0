// Setting another password by an administrator's link or code, where a store of somebody else keeps it: what the page says when the store says no.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openWeb } from '#edges/web.ts';
import { makeRecoveryLink } from '#users/recovery-link.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { ForeignStores } from '../../../test/foreign-stores.ts';
import { FormBrowser, tokenIn } from '../../../test/form-browser.ts';
import { goodPassword } from '../../../test/people.ts';
import { signInPages } from './pages.ts';

onBothDatabases('another password by link or code, in another store', (open) => {
  let stores: ForeignStores;
  let web: FastifyInstance;
  before(async () => {
    stores = await ForeignStores.open(open);
    web = await openWeb(stores.test.world, null);
    await web.register(signInPages(stores.test.world));
  });
  after(() => web.close());

  const known = async (name: string) => {
    const { directory, domain } = await stores.added((one) => void one.add(name));
    const made = await makeRecoveryLink.run(stores.test.world, stores.test.admin, { id: await stores.idOf(domain, name), by: 'hand' });
    return { directory, domain, made, here: new FormBrowser(web) };
  };
  const says = 'That one was used before.';

  it('is asked for once more when the store says no to it, by either way', async () => {
    for (const way of ['code', 'link'] as const) {
      const { directory, domain, made, here } = await known(`ann.${way}`);
      const link = way === 'code' ? '' : (made.link?.split('link=')[1] ?? '');
      const begun =
        way === 'code'
          ? await here.fill('/code', { userName: `${domain}/ann.code`, code: made.code ?? '' })
          : await here.post('/recover/handed', { csrf: tokenIn(await here.get('/code')), link });
      assert.equal(begun.statusCode, way === 'code' ? 303 : 200);
      const place = way === 'code' ? '/code/choose' : '/recover/handed/choose';
      const choose = async () => here.post(place, { csrf: tokenIn(await here.get('/code')), link, password: goodPassword, repeat: goodPassword });
      directory.refuses = says;
      const refused = await choose();
      assert.equal(refused.statusCode, 409);
      assert.match(refused.body, new RegExp(`${says}.*name="repeat"`, 's'));
      directory.refuses = null;
      assert.match((await choose()).body, /Your password is set/);
      const entered = await here.fill('/sign-in', { userName: `${domain}/ann.${way}`, password: goodPassword, to: '' });
      assert.equal(entered.statusCode, 303);
    }
  });
});
