import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import test from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#errors.ts';
import { inEnglish } from '#sentences/sentence.ts';
import { cases, someOf } from '../../test/effort.ts';
import { commonWords } from './common-passwords.ts';
import { generatePassword } from './generate.ts';
import { isLeaked } from './leaked.ts';
import { checkPassword, passwordRule, strengthOf } from './policy.ts';
import { preparePassword } from './prepare.ts';
import { type Rule, strictest } from './rule.ts';
import { strength } from './strength.ts';

const mild: Rule = { lengthMin: 12, lengthMax: 256, kindsMin: 0, strengthMin: 1, bannedWords: [], historyLength: 0, ageHoursMin: 0, ageDaysMax: 0 };
const ann = { userName: 'ann.lee', mail: 'leeann77@example.org', shownName: 'Ann Katharina Lee' };
const saysOf = (password: string, owner: { userName: string; mail?: string; shownName?: string } = ann, rule: Partial<Rule> = {}): readonly string[] => {
  try {
    checkPassword(password, owner, { ...mild, ...rule });
    return [];
  } catch (error) {
    assert.ok(error instanceof Refusal && error.code === 'password.rejected');
    assert.ok(error.fields.every(({ field }) => field === 'password'));
    return error.fields.map(({ says }) => says);
  }
};

for (const password of [
  'lantern paddle oyster',
  '  spaces at both ends  ',
  'Hannover-Stau-Regen-7',
  'mæt søster på hjul 4',
  '山田さんの猫は大変にかわいい',
  'kx8Zp!qL0v2n',
  'password8273649182',
  `${'lantern paddle '.repeat(5)}oyster`,
]) {
  test(`a good password: ${password.slice(0, 30)}`, () => assert.deepEqual(saysOf(password), []));
}

for (const password of [
  'passwordpassword',
  'Password2026!',
  'P@ssw0rd1234',
  'qwertyuiop123',
  'zaq12wsxcde34rfv',
  '123456789012',
  '01012000-01012000',
  'aaaaaaaaaaaaaaaa',
  'abcabcabcabcabc',
  '19841984198419',
  'administrator1',
  'Welcome-Welcome-2',
  'drowssapdrowssap',
  'Summer2026Winter',
  'MichaelJordan23',
  'correct horse battery staple',
  'Correct-Horse-Battery-Staple',
  'p.a.s.s.w.o.r.d.1',
  'letmein letmein letmein',
  'йцукенгшщзхъ',
  'x'.repeat(256),
]) {
  test(`too easy to guess: ${password.slice(0, 30)}`, () => {
    const says = saysOf(password);
    assert.equal(says.length, 1);
    assert.match(says[0] ?? '', /too easy to guess/);
  });
}

test('every entry of the list is refused, and there are more than a thousand', () => {
  const words = [...commonWords().keys()];
  assert.ok(words.length >= 1000);
  assert.ok(words.filter((word) => word.length >= 12).length >= 150);
  for (const word of someOf(words)) {
    const long = word.padEnd(12, '1');
    assert.ok(saysOf(long, { userName: 'zzz' }).length > 0, long);
    assert.ok(saysOf(long.toUpperCase(), { userName: 'zzz' }).length > 0, long);
  }
});

test('the length is counted in characters, after preparing, with nothing trimmed or cut', () => {
  assert.match(saysOf('kx8Zp!qL0v2').join(), /11 characters; at least 12/);
  assert.match(saysOf('kx8Zp!qL0v2e\u0301'.slice(1)).join(), /11 characters/);
  assert.deepEqual(saysOf('kx8Zp!qL0v  '), []);
  const long = Array.from({ length: 60 }, (_, at) => `word${at}`).join(' ');
  assert.deepEqual(saysOf(long.slice(0, 256)), []);
  assert.match(saysOf(long.slice(0, 257)).join(), /257 characters; at most 256/);
  assert.deepEqual(saysOf('😀🙈🌍🎉🚲🏔🧀🦊🌵🎻🪁🧭'), []);
});

test('each part that fails is said by itself', () => {
  const says = saysOf('ann.lee');
  assert.equal(says.length, 2);
  assert.match(says[0] ?? '', /7 characters; at least 12/);
  assert.match(says[1] ?? '', /holds the user name/);
  assert.match(saysOf('tab\tand short').join(), /cannot be seen/);
});

test('a password does not hold its owner’s names, in any case, however they are joined', () => {
  for (const [password, what] of [
    ['xx-ANN.LEE-oyster-7', /the user name/],
    ['xx annlee oyster 7 q', /the user name/],
    ['oyster-leeann77-lantern', /the mail address/],
    ['oyster AnnKatharinaLee 7', /the shown name/],
    ['oyster ann-katharina lee!', /the shown name/],
  ] as const) {
    assert.match(saysOf(password).join(), what, password);
  }
  assert.deepEqual(saysOf('planning an oyster lantern', { userName: 'ann' }), []);
  assert.match(saysOf('annannann1234', { userName: 'ann' }).join(), /too easy/);
  assert.match(saysOf('Katharina1234!').join(), /too easy/);
});

test('what is said never repeats the password', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 4, maxLength: 40 }), (password) => {
      const said = saysOf(password).join(' ').toLowerCase();
      const rule = 'it is too easy to guess: a common password, or made of common words, years, counting, repetition or rows of keys.';
      if (password.trim().length > 3 && !rule.includes(password.toLowerCase()))
        assert.equal(said.replace(/\d+ characters/, '').includes(password.toLowerCase()), false);
    }),
  );
});

test('preparing changes nothing the second time', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (typed) => preparePassword(preparePassword(typed)) === preparePassword(typed)));
});

/** How often the list of words is asked: the work, on a machine of any speed. */
function lookups(password: string): number {
  let asked = 0;
  class Counting extends Map<string, number> {
    override get(word: string) {
      asked += 1;
      return super.get(word);
    }
  }
  strength(password, { words: new Counting(commonWords()) });
  return asked;
}

test('strength has five steps, grows with what is added at random, and is quick on anything', () => {
  const words = commonWords();
  const scores = ['Password2026!', 'password8273649182', 'grandmothers pie', 'lantern paddle oyster', 'lantern paddle oyster 42 kites'].map((one) =>
    strength(one, { words }),
  );
  assert.deepEqual(
    scores.map(({ score }) => score),
    [0, 1, 2, 3, 4],
  );
  assert.deepEqual(
    scores.map(({ score }) => score),
    [0, 1, 2, 3, 4],
  );
  const usual = lookups('lantern paddle oyster');
  assert.ok(usual > 0);
  for (const long of ['x', 'ab', 'a1', '1qaz', 'password', 'abcdefgh']) assert.ok(lookups(long.repeat(256)) < 50 * usual, long);
  assert.equal(strength('', { words }).bits, 0);
});

test('what everybody knows of a user makes guessing his password cheaper', () => {
  assert.ok(strengthOf('zwetschgenkuchen', { userName: 'zwetschgenkuchen' }).bits < strengthOf('zwetschgenkuchen', { userName: 'somebody' }).bits);
});

test('the rule in words names the lengths in force', () => {
  assert.match(
    passwordRule({ ...mild, lengthMin: 14, lengthMax: 100 })
      .map(inEnglish)
      .join(' '),
    /14 to 100 characters/,
  );
});

test('a generated password is five short words, satisfies the rule and is not weak', () => {
  for (let run = 0; run < cases(100); run++) {
    const password = generatePassword(randomBytes);
    assert.match(password, /^([bdfghjklmnprstvz][aiou]){2}[bdfghjklmnprstvz](-([bdfghjklmnprstvz][aiou]){2}[bdfghjklmnprstvz]){4}$/);
    assert.deepEqual(saysOf(password), []);
    assert.ok(strengthOf(password, ann).score >= 3, password);
  }
});

test('a generated password carries 80 bits: ten bytes of chance in, each bit told apart', () => {
  const asked: number[] = [];
  generatePassword((bytes) => {
    asked.push(bytes);
    return Buffer.alloc(bytes);
  });
  assert.deepEqual(asked, [10]);
  const word = (bits: number) => generatePassword((bytes) => Buffer.alloc(bytes, Buffer.from([bits >> 8, bits & 255]))).slice(0, 5);
  assert.equal(new Set(Array.from({ length: 65_536 }, (_, bits) => word(bits))).size, 65_536);
});

test('a longer rule gets a longer generated password', () => {
  for (const lengthMin of [12, 29, 30, 64, 256]) assert.ok(generatePassword(randomBytes, lengthMin).length >= lengthMin);
});

test('administrators may ask for more, and each part that fails is named', () => {
  assert.deepEqual(saysOf('lantern paddle oyster', ann, { kindsMin: 3 }), [
    'It holds 2 kinds of characters; at least 3 of small letters, capitals, digits and others are needed.',
  ]);
  assert.deepEqual(saysOf('Lantern paddle oyster 7', ann, { kindsMin: 4 }), []);
  assert.deepEqual(saysOf('my ACME-lantern paddle oyster', ann, { bannedWords: ['lighthouse', 'Acme Lantern'] }), [
    'It holds “Acme Lantern”, which is not allowed here.',
  ]);
  assert.deepEqual(saysOf('my ACME-lantern paddle oyster', ann, { bannedWords: ['---', 'a-b'] }), []);
  assert.match(saysOf('password8273649182', ann, { strengthMin: 4 }).join(), /it must be strong/);
  assert.deepEqual(saysOf('violet Harbour 27 mule, and then the ferry', ann, { strengthMin: 4 }), []);
  assert.match(saysOf('Lantern paddle 7', ann, { lengthMin: 20 }).join(), /16 characters; at least 20/);
});

test('none of the 49,000 that people choose most is let through, in any case', () => {
  for (const leaked of ['1qaz2wsx3edc4rfv', 'q1w2e3r4t5y6u7i8', 'Passwort12345678']) assert.match(saysOf(leaked).join(), /too easy/);
  assert.equal(isLeaked('MoMoLuckyDragon98'), false);
  assert.equal(isLeaked('1QAZ2wsx3edc'), true);
});

test('of several rules the strictest of each part holds', () => {
  const one = { ...mild, lengthMin: 14, bannedWords: ['acme'], historyLength: 3, ageDaysMax: 0 };
  const other = { ...mild, kindsMin: 3, bannedWords: ['acme', 'reeve'], ageHoursMin: 24, ageDaysMax: 90 };
  const both = strictest(one, other);
  assert.deepEqual(both, { lengthMin: 14, kindsMin: 3, strengthMin: 1, bannedWords: ['acme', 'reeve'], historyLength: 3, ageHoursMin: 24, ageDaysMax: 90 });
  assert.deepEqual(strictest(other, one).ageDaysMax, 90);
  assert.equal(strictest(both, { ...both, ageDaysMax: 30 }).ageDaysMax, 30);
});
