import assert from 'node:assert/strict';
import test from 'node:test';
import { asRead } from './as-read.ts';

const sorted = (language: string, ...names: readonly string[]) => asRead(names, (name) => name, language);

test('names stand where the reader’s language has them, and numbers by their size', () => {
  assert.deepEqual(sorted('de', 'Zoll', 'Öffner', 'otto', 'Ärzte', 'Anna'), ['Anna', 'Ärzte', 'Öffner', 'otto', 'Zoll']);
  assert.deepEqual(sorted('sv', 'Öman', 'Zorn', 'Adam'), ['Adam', 'Zorn', 'Öman']);
  assert.deepEqual(sorted('en-GB', 'Shift 10', 'Shift 9'), ['Shift 9', 'Shift 10']);
});
