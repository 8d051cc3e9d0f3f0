import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import test from 'node:test';
import fc from 'fast-check';
import { cases } from '../../test/effort.ts';
import { newToken, parseToken, sameSecret, secretMatches } from './session.ts';

const id = '019a0000-0000-7000-8000-000000000001';

test('a token reads back, and only the hash of its secret is kept', () => {
  for (const bearer of ['session', 'token'] as const) {
    const made = newToken(bearer, id, randomBytes);
    const read = parseToken(made.text);
    assert.ok(read);
    assert.deepEqual([read.bearer, read.id], [bearer, id]);
    assert.equal(made.secretHash, createHash('sha256').update(read.secret).digest('hex'));
    assert.ok(secretMatches(read.secret, made.secretHash));
  }
});

test('scanners know a session by rvs_ and a token by rvt_', () => {
  assert.match(newToken('session', id, randomBytes).text, /^rvs_/);
  assert.match(newToken('token', id, randomBytes).text, /^rvt_/);
});

test('two tokens never share a secret', () => {
  assert.notEqual(newToken('token', id, randomBytes).secretHash, newToken('token', id, randomBytes).secretHash);
});

test('another secret, and a broken stored hash, match nothing', () => {
  const made = newToken('token', id, randomBytes);
  const secret = parseToken(made.text)?.secret ?? '';
  assert.equal(secretMatches(`${secret.slice(0, 42)}${secret.endsWith('A') ? 'E' : 'A'}`, made.secretHash), false);
  for (const stored of ['', 'zz', made.secretHash.slice(2), `${made.secretHash}00`]) assert.equal(secretMatches(secret, stored), false);
});

const good = newToken('session', id, (bytes) => Buffer.alloc(bytes, 7)).text;
const near: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['a space before', ` ${good}`],
  ['a line end after', `${good}\n`],
  ['another prefix', good.replace('rvs_', 'rvx_')],
  ['prefix in capitals', good.replace('rvs_', 'RVS_')],
  ['no prefix', good.slice(4)],
  ['id in capitals', good.replace(id, id.toUpperCase())],
  ['an id of another version', good.replace('-7000-', '-4000-')],
  ['no dot', good.replace('.', '')],
  ['two dots', good.replace('.', '..')],
  ['secret too short', good.slice(0, -1)],
  ['secret too long', `${good}A`],
  ['a second spelling of the same bytes', `${good.slice(0, -1)}d`],
  ['padding', `${good}=`],
  ['URL-encoded', encodeURIComponent(`${good} `)],
  ['a very long text', 'r'.repeat(1_000_000)],
];
for (const [what, text] of near) {
  test(`no token: ${what}`, () => assert.equal(parseToken(text), null));
}

test('no text crashes the parser, and what it takes it gives back letter by letter', () => {
  const bent = fc.tuple(fc.nat(good.length - 1), fc.string({ maxLength: 2 })).map(([at, put]) => good.slice(0, at) + put + good.slice(at + 1));
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), bent), (text) => {
      const read = parseToken(text);
      if (read) assert.equal(`${read.bearer === 'session' ? 'rvs_' : 'rvt_'}${read.id}.${read.secret}`, text);
    }),
    { numRuns: cases(3000) },
  );
});

test('a secret is the same only as itself', () => {
  assert.ok(sameSecret('abc', 'abc'));
  for (const [known, given] of [
    ['', ''],
    ['abc', 'abd'],
    ['abc', 'xbc'],
    ['abc', 'ab'],
    ['ab', 'abc'],
    ['', 'a'],
  ] as const)
    assert.equal(sameSecret(known, given), false, `${known} and ${given}`);
});
