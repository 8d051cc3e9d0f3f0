import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { BerWriter } from 'ldapts';
import { say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { cases } from '../../../test/effort.ts';
import { BerReader } from './ber.ts';
import { all, equal, type Filter, parseFilter, present } from './filters.ts';

const bytesOf = (filter: Filter): Buffer => {
  const writer = new BerWriter();
  filter.write(writer);
  return writer.buffer;
};

describe('A value in a filter', () => {
  it('goes out as the bytes it is, in the one place where it was put', () => {
    const nasty = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom('*', ')(uid=*', '\\2a', '*)(objectClass=*))(|(uid=*', '\u0000', '(', '&'),
    );
    fc.assert(
      fc.property(nasty, (value) => {
        const and = new BerReader(bytesOf(all([parseFilter('(objectClass=person)', say('filter.users')), equal('uid', value)]))).inside(0xa0);
        assert.equal(and.inside(0xa3).take(0x04).toString(), 'objectClass');
        const equality = and.inside(0xa3);
        assert.equal(equality.take(0x04).toString(), 'uid');
        assert.deepEqual(equality.take(0x04), Buffer.from(value, 'utf8'));
        assert.ok(equality.done && and.done);
      }),
      { numRuns: cases(500) },
    );
  });

  it('may be bytes that are no text', () => {
    const guid = Buffer.from('ff00fe01', 'hex');
    assert.ok(bytesOf(equal('objectGUID', guid)).includes(guid));
  });
});

describe('A filter of the settings', () => {
  it('is read as RFC 4515 has it', () => {
    for (const text of [
      '(objectClass=*)',
      '(&(objectClass=person)(!(employeeType=guest)))',
      '(userAccountControl:1.2.840.113556.1.4.803:=2)',
      '(cn=a\\2ab)',
      '(mail=*@example.com)',
    ])
      assert.ok(bytesOf(parseFilter(text, say('filter.users'))).length > 0, text);
    assert.deepEqual(bytesOf(parseFilter('(cn=*)', say('filter.users'))), bytesOf(present('cn')));
  });

  it('that is none is a fault of the settings, and names which', () => {
    for (const text of ['(', ')', '(&', '(cn)', '((cn=a)', '(cn=a))', 'cn=(', `${'(!'.repeat(21)}(a=b)${')'.repeat(21)}`])
      assert.throws(
        () => parseFilter(text, say('filter.users')),
        (fault) => fault instanceof StoreFault && fault.reason === 'settings' && fault.message.startsWith('The filter of users'),
        text,
      );
  });
});
