// Setting mails up: whose password goes where, what texts may hold, and that nothing in a value becomes more than a text.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { onBothDatabases } from '../../test/databases.ts';
import { mailing } from '../../test/mailing.ts';
import { openTestWorld } from '../../test/world.ts';
import { mailKinds, mailLanguages } from './contract.ts';
import { changeMail, showMail } from './edit-server.ts';
import { changeTemplate, listTemplates, previewTemplate, resetTemplate } from './edit-templates.ts';
import { checkWording, letterOf, ownWording, sampleValues } from './templates.ts';

const set = { host: 'mail.example.org', port: 587, security: 'starttls', user: 'reeve', from: 'reeve@example.org', password: 'postbox Marble 4' } as const;
const recovery = { kind: 'recovery', language: 'en' } as const;

onBothDatabases('the mail server', (open) => {
  it('is shown without its password, and so is what was changed', async () => {
    const { world, admin } = await openTestWorld(open, mailing);
    const shown = await changeMail.run(world, admin, set);
    assert.deepEqual([shown.hasPassword, shown.ready, shown.lacks], [true, true, '']);
    assert.doesNotMatch(JSON.stringify(shown), /Marble/);
    const kept = await world.db.read.selectFrom('settings').selectAll().execute();
    const images = await world.db.read.selectFrom('journal_images').selectAll().execute();
    assert.doesNotMatch(JSON.stringify([kept, images]), /Marble/);
  });

  for (const [what, change] of Object.entries({
    host: { host: 'mail.attacker.test' },
    port: { port: 2525 },
    encryption: { security: 'tls' },
    user: { user: 'other' },
    authorities: { authorities: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
  }))
    it(`asks for the password anew with another ${what}, or it would be shown to somebody it was not given for`, async () => {
      const { world, admin } = await openTestWorld(open, mailing);
      await changeMail.run(world, admin, set);
      await assert.rejects(changeMail.run(world, admin, change), { code: 'mail.settings-invalid', message: /Type the password again/ });
      assert.equal((await showMail.run(world, admin, {})).settings.host, set.host);
      await changeMail.run(world, admin, { ...change, password: 'another Marble 5' });
    });

  it('loses its password with its user, and keeps it through everything else', async () => {
    const { world, admin } = await openTestWorld(open, mailing);
    await changeMail.run(world, admin, set);
    assert.equal((await changeMail.run(world, admin, { fromName: 'Example Ltd' })).hasPassword, true);
    assert.equal((await changeMail.run(world, admin, { user: '' })).hasPassword, false);
  });

  it('is refused where it makes no sense, field by field', async () => {
    const { world, admin } = await openTestWorld(open, mailing);
    const fields = async (change: object) =>
      changeMail.run(world, admin, { ...set, ...change }).then(
        () => [],
        (refused: { readonly fields: readonly { readonly field: string }[] }) => refused.fields.map(({ field }) => field),
      );
    assert.deepEqual(await fields({ security: 'none' }), ['security']);
    assert.deepEqual(await fields({ from: '' }), ['from']);
    assert.deepEqual(await fields({ from: 'nobody', replyTo: 'a@b\n' }), ['replyTo']);
    assert.deepEqual(await fields({ host: 'mail.example.org/x', authorities: 'none' }), ['host', 'authorities']);
    assert.deepEqual(await fields({ host: '127.0.0.1', security: 'none' }), []);
  });

  it('sends no links while reeve.toml does not say where Reeve is', async () => {
    const { world, admin } = await openTestWorld(open);
    assert.deepEqual((await changeMail.run(world, admin, set)).lacks, 'address');
  });
});

onBothDatabases('what mails say', (open) => {
  it('can be changed, seen before, and put back', async () => {
    const { world, admin } = await openTestWorld(open, mailing);
    const words = { subject: 'Hi {name}', text: 'Go on: {link}', html: '' };
    const preview = await previewTemplate.run(world, admin, { ...recovery, ...words });
    assert.deepEqual([preview.subject, preview.text], ['Hi Ann Example', 'Go on: https://users.example.com/…']);
    const changed = await changeTemplate.run(world, admin, { ...recovery, ...words });
    assert.deepEqual([changed.version, changed.subject], [1, 'Hi {name}']);
    await assert.rejects(changeTemplate.run(world, admin, { ...recovery, ...words, version: 7 }), { code: 'version.stale' });
    const back = await resetTemplate.run(world, admin, recovery);
    assert.deepEqual([back.version, back.subject], [0, 'Set a new password']);
    assert.equal((await listTemplates.run(world, admin, {})).items.length, mailKinds.length * mailLanguages.length);
  });

  it('never lack their link, and name nothing that there is not', () => {
    const refused = (wording: object, says: RegExp) =>
      assert.throws(() => checkWording('recovery', { subject: 'x', text: '{link}', html: '', ...wording }), { code: 'mail.text-invalid', message: says });
    refused({ text: 'no way on' }, /\{link\} is missing/);
    refused({ html: '<p>no way on</p>' }, /\{link\} is missing/);
    refused({ subject: '{link}' }, /does not belong/);
    refused({ text: '{link} {password}' }, /\{password\} is unknown/);
    refused({ text: '{link} {toString}' }, /\{toString\} is unknown/);
  });

  it('fit their own rules as the program has them, in every language', () => {
    for (const kind of mailKinds)
      for (const language of mailLanguages) {
        checkWording(kind, ownWording(kind, language));
        const { subject, text, html } = letterOf(ownWording(kind, language), sampleValues, { kind, language });
        assert.doesNotMatch(subject + text + html, /\{\w+\}/, `${kind} ${language}`);
      }
  });

  it('take a value as a text: it opens no tag, begins no header and fills no placeholder', () => {
    const name = '<a href="https://evil.test">Ann</a>\r\nBcc: all@example.org {link}';
    const values = { ...sampleValues, name };
    for (const html of ['', '<p title="{name}">{name}</p><a href="{link}">go</a>']) {
      const letter = letterOf({ subject: 'For {name}', text: '{name}\n\n{link}', html }, values, recovery);
      assert.doesNotMatch(letter.subject, /[\r\n]/);
      assert.doesNotMatch(letter.html, /<a href="https:\/\/evil/);
      assert.match(letter.html, /&#60;a href=&#34;https:\/\/evil/);
      assert.match(letter.text, /\{link\}/);
    }
  });
});
