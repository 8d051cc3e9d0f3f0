import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inEnglish } from '#sentences/sentence.ts';
import { faultOfForeignName } from './foreign-name.ts';

describe('A name from a store', () => {
  const taken = [
    'ann',
    'Ann Lee',
    'o’brien',
    'Müller',
    '李四',
    'مریم',
    'می\u200cخواهم',
    'क्\u200dष',
    'Team ❤\ufe0f',
    '👩\u200d💻',
    '👩🏽\u200d💻',
    'ann@example.com',
    'Ω/x',
    'x'.repeat(255),
  ];
  for (const name of taken) it(`is kept as it is: ${name.slice(0, 20)}`, () => assert.equal(faultOfForeignName(name, 'user'), null));

  const refused: Readonly<Record<string, RegExp>> = {
    '': /no user name/,
    ['x'.repeat(256)]: /more than 255/,
    'a\u0000b': /control characters \(U\+0000\)/,
    'a\u0085b': /control characters \(U\+0085\)/,
    'ad\u200bmin': /cannot be seen \(U\+200B\)/,
    '\ufeffadmin': /cannot be seen \(U\+FEFF\)/,
    'ad\u00admin': /cannot be seen \(U\+00AD\)/,
    'ad\u200dmin': /cannot be seen \(U\+200D\)/,
    'admin\u200c': /cannot be seen \(U\+200C\)/,
    '\u200dadmin': /cannot be seen \(U\+200D\)/,
    'nimda\u202e': /cannot be seen \(U\+202E\)/,
    'a\u2066b\u2069': /cannot be seen \(U\+2066\)/,
    'admin\ufe0f': /cannot be seen \(U\+FE0F\)/,
    'a\u2028b': /cannot be seen \(U\+2028\)/,
    'a\u{e0041}b': /cannot be seen \(U\+E0041\)/,
  };
  for (const [name, says] of Object.entries(refused))
    it(`is refused, and says what to do: ${JSON.stringify(name.slice(0, 20))}`, () => {
      const fault = inEnglish(faultOfForeignName(name, 'user') ?? '');
      assert.match(fault, says);
      assert.match(fault, /there\.$/);
    });
});
