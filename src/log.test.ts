import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLog } from '#log.ts';

function lines(format: 'json' | 'pretty' | 'auto', isTTY = false, level: 'info' | 'warn' = 'info') {
  const written: string[] = [];
  const log = openLog({ logLevel: level, logFormat: format }, { sink: { isTTY, write: (text) => void written.push(text) }, env: {} });
  return { log, text: () => written.join('') };
}

test('a line is JSON with time, level and message, and nothing about the process', () => {
  const { log, text } = lines('auto');
  log.info({ port: 9443 }, 'listening');
  const { time, ...rest } = JSON.parse(text());
  assert.match(time, /^\d{4}-\d\d-\d\dT/);
  assert.deepEqual(rest, { level: 'info', port: 9443, msg: 'listening' });
});

test('lines below the level are not written', () => {
  const { log, text } = lines('json', false, 'warn');
  log.info('quiet');
  assert.equal(text(), '');
});

test('no secret reaches the log, at any depth, in lists, in child loggers, in errors and in URLs', () => {
  const { log, text } = lines('json');
  const fault = Object.assign(new Error('connect postgres://reeve:hunter2@db/x failed', { cause: new Error('Bearer hunter2hunter2') }), {
    request: { password: 'hunter2' },
  });
  log.info({ req: { headers: { authorization: 'hunter2', Cookie: 'hunter2', 'set-cookie': ['hunter2'] } } });
  log.info({ users: [{ newPassword: 'hunter2', clientSecret: 'hunter2', accessTokens: ['hunter2'] }] });
  log.child({ token: 'hunter2' }).child({ cookie: 'hunter2' }).error({ err: fault }, 'failed');
  log.child({}).info({ config: { database: 'postgres://reeve:hunter2@db/x', adminPassword: 'hunter2' } });
  log.info({ req: { method: 'GET', url: '/setup?link=hunter2', ip: '192.0.2.1' } }, 'request');
  assert.doesNotMatch(text(), /hunter2/);
  assert.match(text(), /postgres:\/\/reeve:\[removed\]@db\/x/);
});

test('the id of a token may be logged', () => {
  const { log, text } = lines('json');
  log.info({ tokenId: 'abc' });
  assert.match(text(), /"tokenId":"abc"/);
});

test('on a terminal a line is for people, in colours, and cannot move the cursor', () => {
  const { log, text } = lines('auto', true);
  log.warn({ name: 'a\u001b[2Jb', port: 9443 }, 'wo\u0007rd');
  assert.ok(text().includes('\u001b[33mwarn \u001b[0m wo\ufffdrd'));
  assert.ok(text().includes('9443'));
  assert.ok(!text().includes('\u001b[2J') && !text().includes('\u0007'));
});

test('without a terminal, pretty lines have no colours and show the stack of an error', () => {
  const { log, text } = lines('pretty');
  log.error({ err: new Error('broken', { cause: new TypeError('deeper') }) }, 'failed');
  assert.ok(!text().includes('\u001b'));
  assert.match(text(), /error failed\n {2}Error: broken\n(.|\n)* {2}TypeError: deeper/);
});
