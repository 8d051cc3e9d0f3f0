// The pages that the server draws, in the language of whoever reads them, without a script.
import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openWeb } from '#edges/web.ts';
import { addUser } from '#users/add-user.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser } from '../../../test/form-browser.ts';
import { adminPassword, openTestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

onBothDatabases('the sign-in pages in German', (open) => {
  const doors: FastifyInstance[] = [];
  after(async () => {
    for (const web of doors) await web.close();
  });
  async function begin() {
    const tested = await openTestWorld(open);
    const web = await openWeb(tested.world, null);
    await web.register(signInPages(tested.world));
    doors.push(web);
    const german = () => {
      const browser = new FormBrowser(web);
      browser.cookies.set('__Host-reeve-language', 'de');
      return browser;
    };
    return { ...tested, web, german };
  }
  /** What is said, without what is typed and chosen. */
  const saidIn = (body: string) => body.replace(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

  it('are those of the browser’s own language, and of the one that was chosen before any other', async () => {
    const { web } = await begin();
    const page = (headers: Readonly<Record<string, string>>) => web.inject({ method: 'GET', url: '/sign-in', headers: { host: 'reeve.test', ...headers } });
    const [austrian, chosen] = [
      await page({ 'accept-language': 'de-AT,en;q=0.5' }),
      await page({ 'accept-language': 'de', cookie: '__Host-reeve-language=en' }),
    ];
    assert.match(austrian.body, /<html lang="de">[\s\S]*<h1>Anmelden<\/h1>/);
    assert.equal(austrian.headers['content-language'], 'de');
    assert.match(chosen.body, /<html lang="en">[\s\S]*<h1>Sign in<\/h1>/);
  });

  it('say what was wrong, whether the page or a rule says it', async () => {
    const { german, world, admin } = await begin();
    await addUser.run(world, admin, { userName: 'neuling', password: 'given Lantern 44 river', mustChangePassword: true });
    const browser = german();
    assert.match((await browser.fill('/sign-in', { userName: 'neuling', password: 'falsch', to: '' })).body, /Benutzername oder Passwort stimmt nicht\./);
    await browser.fill('/sign-in', { userName: 'neuling', password: 'given Lantern 44 river', to: '' });
    const choose = async (password: string, repeat = password) => saidIn((await browser.fill('/sign-in/password', { password, repeat })).body);
    assert.match(await choose('neuling'), /Das passt noch nicht: Es hat 7 Zeichen; mindestens 12 sind nötig\. Es enthält den Benutzernamen\./);
    assert.match(await choose('my own Walnut 81 comet', 'other'), /Die beiden Passwörter sind verschieden\./);
    assert.match(await choose('given Lantern 44 river'), /Wählen Sie eines, das nur Sie kennen\./);
  });

  it('are German to the last word on the page of one’s own account', async () => {
    const { german } = await begin();
    const browser = german();
    await browser.fill('/sign-in', { userName: 'admin', password: adminPassword, to: '' });
    const made = await browser.fill('/account', { name: 'meins', days: '3', permissions: '' }, '/account/tokens');
    const words = saidIn(made.body).replace(/rvt_\S+|All Permissions/g, '');
    assert.match(words, /durch die Rolle admin/);
    assert.match(words, /\d\d\.\d\d\.\d{4}, \d\d:\d\d UTC/);
    assert.doesNotMatch(words, /\b(my|the|your|you|is|session|password|sign|days|ends?|never|until|by)\b/i);
    assert.match(saidIn((await browser.fill('/account', { name: 'x', days: '999', permissions: '' }, '/account/tokens')).body), /höchstens 366 Tage/);
  });
});
