// A file over 400 lines holds two things (CONTRIBUTING). The data model on one page, migrations, strings and tests may be longer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isTest, sources } from './sources.ts';

const linesMax = 400;
const aside = /^src\/db\/(tables\.ts|migrations\/)|^web\/shared\/strings\/|\.generated\.ts$/;

test(`no file is longer than ${linesMax} lines`, () => {
  const long = sources()
    .filter(({ path, lines }) => lines.length > linesMax && !isTest(path) && !aside.test(path))
    .map(({ path, lines }) => `${path} has ${lines.length} lines: find the second thing in it and give that a file`);
  assert.deepEqual(long, []);
});
