import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ahead } from './ahead.ts';

/** Pages that are numbered, and how many were asked for. `fails` = with which one the store breaks off. */
function store(pages: number, fails = Number.POSITIVE_INFINITY) {
  const seen = { asked: 0, closed: false };
  async function* read() {
    try {
      for (let page = 1; page <= pages; page++) {
        seen.asked = page;
        if (page === fails) throw new Error('The store broke off.');
        yield page;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { seen, pages: read() };
}

describe('Reading ahead', () => {
  it('hands every page on, in order, and has asked for one more each time, never for two', async () => {
    const { seen, pages } = store(4);
    const told: [number, number][] = [];
    for await (const page of ahead(pages)) {
      await Promise.resolve();
      told.push([page, seen.asked]);
    }
    assert.deepEqual(told, [
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 4],
    ]);
  });

  it('tells of trouble with a page when its turn comes', async () => {
    const told: number[] = [];
    const all = async () => {
      for await (const page of ahead(store(4, 3).pages)) told.push(page);
    };
    await assert.rejects(all(), /broke off/);
    assert.deepEqual(told, [1, 2]);
  });

  it('ends the reading when nobody wants more, whatever becomes of the page ahead', async () => {
    const { seen, pages } = store(4, 2);
    for await (const page of ahead(pages)) if (page === 1) break;
    assert.deepEqual([seen.asked, seen.closed], [2, true]);
  });
});
