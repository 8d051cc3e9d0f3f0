import assert from 'node:assert/strict';
import { it } from 'node:test';
import { differing, widthMax, widthMin, widthOf } from './widths.ts';

const columns = [
  { id: 'name', width: 240 },
  { id: 'mail', width: 180 },
];

it('A width that is kept is taken within its bounds; without one, or with what is none, the column is as wide as ever', () => {
  assert.equal(widthOf({ id: 'name', width: 240 }, { name: 300 }), 300);
  assert.equal(widthOf({ id: 'name', width: 240 }, { name: 5 }), widthMin);
  assert.equal(widthOf({ id: 'name', width: 240 }, { name: 5_000 }), widthMax);
  assert.equal(widthOf({ id: 'name', width: 240 }, {}), 240);
  assert.equal(widthOf({ id: 'name', width: 240 }, { name: Number.NaN }), 240);
});

it('What is as the list has it is not kept, and columns that are not shown just now stay as they were made', () => {
  assert.deepEqual(differing(columns, { phone: 90 }, { name: 300, mail: 180 }), { phone: 90, name: 300 });
  assert.deepEqual(differing(columns, { name: 300 }, { name: 240, mail: 180 }), {});
});
