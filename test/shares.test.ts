import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { divide, long, takesLong } from './shares.ts';

test('what is said to take long is there: one that was renamed would slow the quick run down unseen', () => {
  assert.deepEqual(
    long.filter((file) => !existsSync(file)),
    [],
  );
});

test('every file goes to one share, and none to a share without files', () => {
  const files = [...long, 'src/one.test.ts', 'src/two.test.ts'];
  assert.deepEqual(divide(files, 3).flat().sort(), [...files].sort());
  assert.deepEqual(divide(['src/one.test.ts'], 3), [['src/one.test.ts']]);
  assert.equal(takesLong('src/one.test.ts'), false);
});
