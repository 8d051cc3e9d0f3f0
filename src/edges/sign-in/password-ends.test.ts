// The page between signing in and going on, while a password ends soon.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { openWeb } from '#edges/web.ts';
import { passwordActions } from '#passwords/actions.ts';
import { passwordRules, passwordRulesOperations } from '#passwords/rule-contract.ts';
import { resetPassword } from '#users/reset-password.ts';
import { onBothDatabases } from '../../../test/databases.ts';
import { FormBrowser } from '../../../test/form-browser.ts';
import { goodPassword, peopleOf } from '../../../test/people.ts';
import { openTestWorld } from '../../../test/world.ts';
import { signInPages } from './pages.ts';

const dayMilliseconds = 86_400_000;

onBothDatabases('Whose password ends soon', (open) => {
  it('is told so on his way in, goes on if he likes, and is not told again once it is changed', async (t) => {
    const test = await openTestWorld(open);
    const [people, web] = [peopleOf(test), await openWeb(test.world, null)];
    await web.register(signInPages(test.world));
    t.after(() => web.close());
    const { id } = await people.person('emil');
    const change = passwordActions.find(({ operation }) => operation === passwordRulesOperations.change) ?? assert.fail();
    await people.run(change, test.admin, { everybody: { ...test.world.settings.of(passwordRules).everybody, ageDaysMax: 60 }, warnDays: 7 });
    test.clock.turn(57 * dayMilliseconds);
    await test.world.changes.poll();

    const browser = new FormBrowser(web);
    const signedIn = await browser.fill('/sign-in?to=/account%23tokens', { userName: 'emil', password: goodPassword, to: '/account#tokens' });
    assert.deepEqual([signedIn.statusCode, signedIn.headers.location], [303, '/sign-in/password-ends?to=%2Faccount%23tokens']);
    const page = await browser.get(String(signedIn.headers.location));
    assert.match(page.body, /Your password ends in 3 days/);
    assert.match(page.body, /href="\/account#my-password">Change it now<\/a>/);
    assert.match(page.body, /href="\/account#tokens">Later<\/a>/);
    const lured = await browser.get('/sign-in/password-ends?to=https%3A%2F%2Fevil.example%2F');
    assert.match(lured.body, /href="\/account">Later<\/a>/);
    assert.equal((await browser.get('/account')).statusCode, 200);

    await people.run(resetPassword, test.admin, { id, password: 'hollow Barley 61 swan', mustChange: false });
    const anew = new FormBrowser(web);
    const later = await anew.fill('/sign-in', { userName: 'emil', password: 'hollow Barley 61 swan', to: '' });
    assert.equal(later.headers.location, '/account');
    const { statusCode, headers } = await new FormBrowser(web).get('/sign-in/password-ends');
    assert.deepEqual([statusCode, headers.location], [302, '/sign-in']);
  });
});
