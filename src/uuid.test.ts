import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { it } from 'node:test';
import { uuidMaker } from './uuid.ts';

it('ids are UUIDv7, unique, and in order even within one millisecond', () => {
  let at = 1_700_000_000_000;
  const make = uuidMaker(() => at, randomBytes);
  const ids = Array.from({ length: 20_000 }, (_, index) => {
    if (index === 10_000) at -= 5_000;
    return make();
  });
  assert.match(ids[0] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(ids).size, ids.length);
  assert.deepEqual(ids, [...ids].sort());
});
