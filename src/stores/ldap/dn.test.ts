import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cases } from '../../../test/effort.ts';
import { canonicalDn, escapeDnValue } from './dn.ts';

/** What RFC 4518 takes for the same: case, compatibility forms, spaces at the ends and in rows. */
const folded = (value: string) => value.normalize('NFKC').toLowerCase().trim().replace(/ {2,}/g, ' ');

/** As another server might spell it: every byte by its digits. */
const inDigits = (value: string) => [...Buffer.from(value, 'utf8')].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');

const values = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((value) => value.isWellFormed() && value.trim() !== '');
/** What is syntax in a DN, among a few letters. */
const nastyValues = fc
  .array(fc.constantFrom(',', '+', '"', '\\', '<', '>', ';', '=', '#', ' ', '\u0000', '\n', 'a', 'B', 'é', '李', '2c'), { minLength: 1, maxLength: 12 })
  .map((parts) => parts.join(''))
  .filter((value) => value.trim() !== '');

describe('A value in a DN (RFC 4514)', () => {
  it('stays one value, whatever is in it', () => {
    fc.assert(
      fc.property(fc.oneof(values, nastyValues), (value) => {
        const dn = `uid=${escapeDnValue(value)},ou=people,dc=example`;
        assert.match(dn, /^uid=(?:\\[0-9a-f]{2}|[^",;+<>=\\])*,ou=people,dc=example$/);
        assert.ok(canonicalDn(dn).endsWith(',ou=people,dc=example'));
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('is found again, however it is spelled', () => {
    fc.assert(
      fc.property(fc.oneof(values, nastyValues), (value) => {
        const plain = canonicalDn(`uid=${escapeDnValue(value)},dc=example`);
        assert.equal(canonicalDn(`UID = ${inDigits(value)} , DC=Example`), plain);
        assert.equal(canonicalDn(`uid="${value.replace(/["\\]/g, (character) => `\\${character}`)}",dc=example`), plain);
        assert.equal(canonicalDn(plain), plain);
      }),
      { numRuns: cases(1_000) },
    );
  });

  it('differs from every other value', () => {
    fc.assert(
      fc.property(fc.oneof(values, nastyValues), fc.oneof(values, nastyValues), (one, other) => {
        const same = canonicalDn(`uid=${escapeDnValue(one)},dc=example`) === canonicalDn(`uid=${escapeDnValue(other)},dc=example`);
        assert.equal(same, folded(one) === folded(other));
      }),
      { numRuns: cases(1_000) },
    );
  });
});

describe('One spelling for all spellings of a DN', () => {
  const spellings: readonly (readonly [string, string])[] = [
    ['uid=ada,ou=people,dc=example', 'uid=ada,ou=people,dc=example'],
    ['UID=Ada,OU=People,DC=Example', 'uid=ada,ou=people,dc=example'],
    ['uid=ada, ou=people , dc=example', 'uid=ada,ou=people,dc=example'],
    ['CN=Smith\\, Jr.,DC=ad,DC=test', 'cn=smith\\2c jr.,dc=ad,dc=test'],
    ['CN=Smith\\2C Jr.,DC=ad,DC=test', 'cn=smith\\2c jr.,dc=ad,dc=test'],
    ['sn=b+cn=a,dc=x', 'cn=a+sn=b,dc=x'],
    ['cn=Björn\\20,dc=x', 'cn=björn,dc=x'],
    ['cn=Bj\\c3\\b6rn,dc=x', 'cn=björn,dc=x'],
    ['1.2.3=#0403414243,dc=x', '1.2.3=#0403414243,dc=x'],
    ['', ''],
  ];
  for (const [text, expected] of spellings) it(`of ${JSON.stringify(text)}`, () => assert.equal(canonicalDn(text), expected));

  it('ends on anything, and quickly', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 200 }), (text) => assert.equal(typeof canonicalDn(text), 'string')),
      { numRuns: cases(1_000) },
    );
    // Each of these takes a backtracking reader minutes.
    for (const text of [`${'a=b '.repeat(50_000)}`, `uid=${'x '.repeat(50_000)}!`, '\\'.repeat(100_001), '"'.repeat(100_001), ','.repeat(100_000)])
      assert.equal(typeof canonicalDn(text), 'string');
  });
});
