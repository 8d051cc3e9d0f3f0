import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cases } from '../../../test/effort.ts';
import { belongingOf, markFrom, sinceFrom } from './mark.ts';

const here = belongingOf(['127.0.0.1:5432', 'hr', 'users', 'changed']);
const since = (newest: unknown, kind: 'moment' | 'number') => sinceFrom(markFrom(newest, kind, here), kind, here);

describe('A mark', () => {
  it('lies five minutes before the newest moment', () => {
    assert.equal(since('2026-03-01 00:02:03.456789', 'moment'), '2026-02-28 23:57:03.456');
    assert.equal(since('2026-03-01 00:02:03+00', 'moment'), '2026-02-28 23:57:03.000');
    assert.equal(since('2026-03-01', 'moment'), '2026-02-28 23:55:00.000');
  });
  it('lies a thousand before the newest number, and five minutes where it counts milliseconds', () => {
    assert.equal(since(5, 'number'), '-995');
    assert.equal(since('18446744073709551615', 'number'), '18446744073709251615');
    assert.equal(since('1700000000000', 'number'), '1699999700000');
    assert.equal(since('1700000000.25', 'number'), '1699999000.25');
  });
  it('is none where nothing says when it changed', () => {
    for (const [newest, kind] of [
      [null, 'moment'],
      [undefined, 'number'],
      ['infinity', 'moment'],
      ['0000-00-00 00:00:00', 'moment'],
      ['NaN', 'number'],
    ] as const)
      assert.equal(markFrom(newest, kind, here), '', String(newest));
  });
  it('counts for its own database, table and column only', () => {
    const mark = markFrom(5, 'number', here);
    assert.equal(sinceFrom(mark, 'number', belongingOf(['127.0.0.1:5432', 'hr', 'users', 'other'])), null);
    assert.equal(sinceFrom(mark, 'moment', here), null);
  });
  it('that was not made here is none', () =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string().map((text) => JSON.stringify({ belonging: here, since: `${text}'` })),
        ),
        (mark) => {
          assert.equal(sinceFrom(mark, 'moment', here), null);
          assert.equal(sinceFrom(mark, 'number', here), null);
        },
      ),
      { numRuns: cases(500) },
    ));
});
