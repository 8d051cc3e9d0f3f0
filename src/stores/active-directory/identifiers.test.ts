import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cases } from '../../../test/effort.ts';
import { guidBytesOf, guidOf, ridOf, withRid } from './identifiers.ts';
import { bySubCode, subCodeOf } from './sub-codes.ts';

describe('A GUID of Active Directory', () => {
  it('is written as its own tools write it', () =>
    assert.equal(guidOf(Buffer.from('00112233445566778899aabbccddeeff', 'hex')), '33221100-5544-7766-8899-aabbccddeeff'));

  it('is read back to the same bytes', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (bytes) => {
        const text = guidOf(Buffer.from(bytes)) ?? assert.fail();
        assert.deepEqual(guidBytesOf(text), Buffer.from(bytes));
      }),
      { numRuns: cases(300) },
    ));

  it('is nothing else', () => {
    for (const bytes of [0, 15, 17]) assert.equal(guidOf(Buffer.alloc(bytes)), null);
    for (const text of ['', 'x', '*', '33221100-5544-7766-8899-AABBCCDDEEFF', '33221100554477668899aabbccddeeff', '33221100-5544-7766-8899-aabbccddeeff '])
      assert.equal(guidBytesOf(text), null, text);
  });
});

it('the last part of a SID is read and replaced, and what is no SID has none', () => {
  const sid = Buffer.from('01050000000000051500000077d87f006d093e9401db99c154040000', 'hex');
  assert.equal(ridOf(sid), 1108);
  assert.equal(ridOf(withRid(sid, 513)), 513);
  for (const odd of [Buffer.alloc(0), Buffer.from([1, 16]), sid.subarray(0, 20), Buffer.from([1, 0, 0, 0, 0, 0, 0, 5])]) assert.equal(ridOf(odd), null);
});

describe('What Active Directory says of a password', () => {
  const says = (code: string) => `80090308: LdapErr: DSID-0C0903A9, comment: AcceptSecurityContext error, data ${code}, v4563\u0000`;
  const verdictOf = (code: number, words: string) => bySubCode.verdictOf({ code, says: words, referrals: [], controls: [] });

  for (const [code, verdict] of [
    ['525', 'wrong'],
    ['52e', 'wrong'],
    ['52E', 'wrong'],
    ['530', 'disabled'],
    ['531', 'disabled'],
    ['532', 'expired'],
    ['533', 'disabled'],
    ['701', 'ended'],
    ['773', 'must-change'],
    ['775', 'locked'],
    ['57', 'wrong'],
  ] as const)
    it(`${code} is ${verdict}`, () => assert.equal(verdictOf(49, says(code)), verdict));

  it('is told by the result code alone where there is no sub-code', () => {
    assert.equal(subCodeOf('nothing of the kind, database'), '');
    assert.deepEqual([verdictOf(0, ''), verdictOf(49, ''), verdictOf(49, 'data x'), verdictOf(32, '')], ['right', 'wrong', 'wrong', 'wrong']);
    for (const code of [1, 51, 52, 80]) assert.throws(() => verdictOf(code, says('533')), code.toString());
  });
});
