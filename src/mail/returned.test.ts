// Mails that come back: what is believed of a report, and what it does.
import assert from 'node:assert/strict';
import { before, it } from 'node:test';
import type { InputOf } from '#contract.ts';
import { seenUser } from '#users/alter-user.ts';
import { mailOfUser } from '#users/invite-user.ts';
import { updateUser } from '#users/update-user.ts';
import { onBothDatabases } from '../../test/databases.ts';
import { mailing, settingsFor } from '../../test/mailing.ts';
import { type People, peopleOf, refused } from '../../test/people.ts';
import { startMailServer } from '../../test/servers/mail.ts';
import { openTestWorld, type TestWorld } from '../../test/world.ts';
import { reportIn } from './delivery-report.ts';
import { changeMail } from './edit-server.ts';
import { writeVerified } from './link-queries.ts';
import { listMails } from './outbox.ts';
import { queueMail } from './queue.ts';
import { markedIn, returnAddress } from './return-address.ts';
import { runMails } from './runner.ts';
import { takeReport } from './take-report.ts';

const day = 86_400_000;
type Told = { readonly to?: string; readonly status?: string; readonly action?: string };
const report = ({ to = 'nobody@reeve.test', status = '5.1.1', action = 'failed' }: Told) =>
  [
    'Return-Path: <>',
    `Delivered-To: ${to}`,
    'From: MAILER-DAEMON@mx.example.org',
    'Subject: Undelivered Mail Returned to Sender',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status; boundary="=_7"',
    '',
    '--=_7',
    'Content-Type: text/plain',
    '',
    'I am sorry.',
    '--=_7',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mx.example.org',
    '',
    'Final-Recipient: rfc822; ann@example.org',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 <ann@example.org>:',
    '    no such mailbox',
    '',
    '--=_7--',
    '',
  ].join('\r\n');

onBothDatabases('mails that come back', (open) => {
  let test: TestWorld;
  let people: People;
  before(async () => {
    test = await openTestWorld(open, mailing);
    people = peopleOf(test);
  });
  const take = (given: InputOf<(typeof takeReport)['operation']>) => people.run(takeReport, test.admin, given);
  const standing = async (id: string) => (await people.run(mailOfUser, test.admin, { id })).returned;
  const states = async (to: string) =>
    (await people.run(listMails, test.admin, {})).items.filter((mail) => mail.to === to).map(({ state, says }) => [state, says]);

  /** Sent by the runner to a server that takes everything; gives the sender that its envelope named. */
  const sent = async (userName: string) => {
    const server = await startMailServer();
    await people.run(changeMail, test.admin, { ...settingsFor(server), password: server.password, bounces: 'returns@reeve.test' });
    const address = `${userName}@example.org`;
    const actor = await people.person(userName, { mail: address });
    const now = test.world.now();
    await test.world.db.write((tx) =>
      queueMail(tx, test.world, { kind: 'changed', userNo: actor.no, address, language: 'en', values: { mail: address }, endsAt: now + day, now }),
    );
    const runner = runMails(test.world);
    let letter = await server.next();
    while (letter.to !== address) letter = await server.next();
    await runner.stop();
    await server.stop();
    return { id: actor.id, no: actor.no, address, from: letter.from };
  };

  it('name a mailbox of their own in the envelope, with a mark that stands any case', async () => {
    const { from, address } = await sent('mark');
    assert.match(from, /^returns\+[0-9a-z]{41}@reeve\.test$/);
    const [mail] = (await people.run(listMails, test.admin, {})).items.filter(({ to }) => to === address);
    assert.equal(markedIn(from.toUpperCase())?.id, mail?.id);
    for (const other of ['returns@reeve.test', `returns+${'z'.repeat(41)}@reeve.test`, 'returns+x@reeve.test', '']) assert.equal(markedIn(other), null, other);
    const long = people.run(changeMail, test.admin, { bounces: `${'b'.repeat(23)}@reeve.test` });
    assert.equal((await refused('mail.settings-invalid', long)).fields[0]?.field, 'bounces');
  });

  it('are looked for where a mail server notes them, and not in what somebody has drawn out: that would take ever longer', async () => {
    const to = `returns+${'z'.repeat(41)}@reeve.test`;
    assert.ok((await reportIn(report({ to: `<${to}>` })))?.to.includes(to));
    assert.deepEqual((await reportIn(report({ to: `${'a '.repeat(5_000)} ${to}` })))?.to, []);
  });

  it('are marked with the reason, as is the address of the user, until it is another or is confirmed', async () => {
    const ann = await sent('ann');
    const told = { outcome: 'returned', says: '550 5.1.1 <ann@example.org>: no such mailbox' };
    for (const _twice of [1, 2]) {
      const { outcome, says } = await take({ report: report({ to: ann.from }) });
      assert.deepEqual({ outcome, says }, told);
    }
    assert.deepEqual(await states(ann.address), [['returned', told.says]]);
    assert.equal((await standing(ann.id))?.says, told.says);
    const entries = await test.world.db.read.selectFrom('journal').select('operation').where('operation', '=', 'mails.take-report').execute();
    assert.equal(entries.length, 1);
    await people.run(updateUser, test.admin, { id: ann.id, mail: 'anne@example.org' });
    assert.equal(await standing(ann.id), null);
    await people.run(updateUser, test.admin, { id: ann.id, mail: ann.address });
    assert.equal((await standing(ann.id))?.says, told.says);
    const { mail_key: mailKey } = await seenUser(test.world.db.read, { id: ann.id });
    await test.world.db.write((tx) => writeVerified(tx, { userNo: ann.no, mailKey, now: test.world.now() }));
    assert.equal(await standing(ann.id), null);
  });

  it('are not believed without the mark of that very mail and address, nor if it was sent long ago, nor if it may yet arrive', async () => {
    const ben = await sent('ben');
    const [mail] = (await people.run(listMails, test.admin, {})).items.filter(({ to }) => to === ben.address);
    const forged = returnAddress(test.world.config, 'returns@reeve.test', { id: mail?.id ?? '', address: 'eve@example.org' });
    const none = returnAddress(test.world.config, 'returns@reeve.test', { id: test.world.newId(), address: ben.address });
    for (const to of [forged, none, 'returns@reeve.test', '"<>,;"@@']) assert.equal((await take({ report: report({ to }) })).outcome, 'foreign', to);
    for (const other of ['', 'hello', 'Subject: hello\r\n\r\nbody', report({ to: ben.from }).replace('multipart/report', 'multipart/mixed')])
      assert.equal((await take({ report: other, to: ben.from })).outcome, 'foreign', other.slice(0, 40));
    for (const soft of [{ status: '4.4.7' }, { action: 'delayed' }, { action: 'delivered', status: '2.0.0' }, { status: 'x' }])
      assert.equal((await take({ report: report({ to: ben.from, ...soft }) })).outcome, 'passing');
    assert.deepEqual([(await states(ben.address))[0]?.[0], await standing(ben.id)], ['sent', null]);
    test.clock.turn(11 * day);
    assert.equal((await take({ report: report({ to: ben.from }) })).outcome, 'foreign');
    test.clock.turn(-11 * day);
    assert.equal((await take({ report: report({}), to: ben.from })).outcome, 'returned');
    await refused('permission.denied', people.run(takeReport, await people.person('nina'), { report: report({ to: ben.from }) }));
  });

  it('are read within limits, whatever is sent', async () => {
    const nested = Array.from({ length: 200 }, (_, nth) => `Content-Type: multipart/mixed; boundary="b${nth}"\r\n\r\n--b${nth}`).join('\r\n');
    assert.equal(await reportIn(nested), null);
    assert.equal(await reportIn(`X: ${'y'.repeat(100_000)}\r\n\r\n`), null);
    const many = report({ to: Array.from({ length: 500 }, (_, nth) => `a${nth}@example.org`).join(', ') });
    assert.equal((await reportIn(many))?.to.length, 20);
    assert.equal(
      (await reportIn(report({}).slice(0, report({}).indexOf('--=_7--'))))?.failure?.says,
      '550 5.1.1 <ann@example.org>: no such mailbox',
      'its end may be cut off',
    );
    const words = (await reportIn(report({}).replace('no such mailbox', `${'\u001b[31m'.repeat(5)}${'long '.repeat(500)}`)))?.failure?.says ?? '';
    assert.ok(words.length <= 300 && !words.includes('\u001b'), words.slice(0, 80));
  });
});
