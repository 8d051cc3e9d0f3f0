import assert from 'node:assert/strict';
import { it } from 'node:test';
import { generalizedTime, momentOf } from './time.ts';

it('generalized time is read in all its forms (RFC 4517 §3.3.13), and nothing else is', () => {
  const noon = Date.UTC(2026, 10, 27, 12, 0, 0);
  for (const text of [
    '20261127120000Z',
    '20261127120000.123Z',
    '20261127120000,5Z',
    '202611271200Z',
    '2026112712Z',
    '20261127140000+0200',
    '20261127063000-0530',
    '2026112713+01',
  ])
    assert.equal(momentOf(text), noon, text);
  for (const text of ['', '2026', '20261127120000', '20261327120000Z', '20261127250000Z', 'x20261127120000Z', '20261127120000Z '])
    assert.equal(momentOf(text), null, text);
  assert.equal(generalizedTime(noon + 999), '20261127120000Z');
  assert.equal(momentOf(generalizedTime(0)), 0);
});
