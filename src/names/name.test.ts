import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#errors.ts';
import { cases } from '../../test/effort.ts';
import { keepsBidiRule } from './bidi.ts';
import { standingOf } from './code-points.ts';
import { nameKeyOf, prepareGroupName, prepareName, prepareRoleName } from './name.ts';

const good: readonly (readonly [string, string, string])[] = [
  ['ann', 'ann', 'ann'],
  ['Ann.Lee', 'Ann.Lee', 'ann.lee'],
  ['ann@example.org', 'ann@example.org', 'ann@example.org'],
  ['Jürgen', 'Jürgen', 'jürgen'],
  ['Ju\u0308rgen', 'Jürgen', 'jürgen'],
  ['Ａｎｎ１', 'Ann1', 'ann1'],
  ['ΟΔΥΣΣΕΥΣ', 'ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
  ['οδυσσευς', 'οδυσσευς', 'οδυσσευσ'],
  ['straße', 'straße', 'straße'],
  ['山田太郎', '山田太郎', '山田太郎'],
  ['ﾔﾏﾀﾞ', 'ヤマダ', 'ヤマダ'],
  ['דויד1', 'דויד1', 'דויד1'],
  ['محمد', 'محمد', 'محمد'],
  ['col·lega', 'col·lega', 'col·lega'],
  ['x'.repeat(64), 'x'.repeat(64), 'x'.repeat(64)],
];
for (const [typed, name, key] of good) test(`a user may be named ${typed.slice(0, 20)}`, () => assert.deepEqual(prepareName(typed), { name, key }));

const bad: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /3 to 64 characters; this has 0/],
  ['too short', 'ab', /3 to 64/],
  ['short once it is normalised', 'a\u0308b', /this has 2/],
  ['too long', 'x'.repeat(65), /this has 65/],
  ['a space', 'ann lee', /no spaces/],
  ['a space at the end, which nobody trims away', 'ann ', /no spaces/],
  ['a wide space', 'ann\u3000lee', /no spaces/],
  ['a no-break space', 'ann\u00a0lee', /no spaces/],
  ['a slash', 'PRIMARY/ann', /no "\/"/],
  ['a wide slash', 'PRIMARY／ann', /no "\/"/],
  ['a tab', 'ann\tlee', /no spaces/],
  ['a zero', 'ann\u0000', /U\+0000/],
  ['an invisible joiner', 'ann\u200dlee', /U\+200D/],
  ['an invisible space', 'ann\u200blee', /U\+200B/],
  ['a direction override', 'ann\u202elee', /U\+202E/],
  ['a ligature', 'ﬁona', /U\+FB01/],
  ['Roman numeral', 'ludwigⅣ', /U\+2163/],
  ['a symbol', 'ann♥', /U\+2665/],
  ['an emoji', 'ann😀', /U\+1F600/],
  ['half of a pair', 'ann\ud83d', /U\+D83D/],
  ['an unassigned sign', 'ann\u0378', /U\+0378/],
  ['a middle dot between other letters than l', 'a·bc', /U\+00B7/],
  ['two sorts of Arabic digits', 'م\u0660\u06f0م', /U\+0660/],
  ['an accent first', '\u0301ann', /not with an accent/],
  ['both directions', 'annדויד', /right to left/],
  ['both directions, the other way', 'דוידann', /right to left/],
  ['right to left, ending in a sign', 'דויד.', /right to left/],
];
for (const [what, typed, says] of bad) {
  test(`no user name: ${what}`, () => {
    assert.throws(
      () => prepareName(typed),
      (error) => error instanceof Refusal && error.code === 'user.name-invalid' && says.test(error.message) && error.fields[0]?.field === 'userName',
    );
  });
}

const anyName = fc.string({
  unit: fc.oneof(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), fc.constantFrom(...'aAſßςΣσIİıＡé.@-')),
  minLength: 3,
  maxLength: 12,
});
const prepared = (text: string) => {
  try {
    return prepareName(text);
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return null;
  }
};

test('a prepared name prepares to itself, its key too, and the key is what nameKeyOf says', () => {
  fc.assert(
    fc.property(anyName, (typed) => {
      const once = prepared(typed);
      if (!once) return;
      assert.deepEqual(prepared(once.name), once);
      assert.equal(nameKeyOf(once.key), once.key);
      assert.equal(nameKeyOf(typed), once.key);
      assert.equal(once.name, once.name.normalize('NFC'));
      assert.doesNotMatch(once.name, /[\s/\p{Cc}\p{Default_Ignorable_Code_Point}]/u);
    }),
    { numRuns: cases(5000) },
  );
});

test('names in capitals, small letters, wide and decomposed forms are one name', () => {
  // Letters whose capital is another letter's too (ß and SS, ı and I) are different letters, not variants.
  const keepsItself = (char: string) =>
    [...char.toUpperCase()].length === 1 && char.toUpperCase().toLowerCase() === char.toLowerCase() && standingOf(char) === 'valid';
  const letters = [...Array(0x600).keys()].map((point) => String.fromCodePoint(point)).filter((char) => /\p{Ll}/u.test(char) && keepsItself(char));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...letters), { minLength: 3, maxLength: 12 }), (chars) => {
      const name = chars.join('');
      for (const variant of [name.toUpperCase(), name.normalize('NFD'), name.toUpperCase().normalize('NFD')]) assert.equal(nameKeyOf(variant), nameKeyOf(name));
    }),
  );
  assert.equal(nameKeyOf('ＡＮＮ'), nameKeyOf('ann'));
});

test('no text makes nameKeyOf throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof nameKeyOf(text) === 'string'));
});

test('the bidi rule asks nothing of names without right-to-left letters', () => {
  for (const name of ['ann', '1ann', 'ann.', '...', '山田']) assert.ok(keepsBidiRule(name), name);
  for (const name of ['דויד', 'דויד7', 'מ\u05b0', 'محمد٣']) assert.ok(keepsBidiRule(name), name);
  for (const name of ['7דויד', 'aדb', 'محمد٣3', '٣محمد']) assert.equal(keepsBidiRule(name), false, name);
});

test('groups and roles have names of 1 to 64 visible signs, trimmed, without a slash', () => {
  assert.deepEqual(prepareGroupName('  Human \u00a0 Resources '), { name: 'Human Resources', key: 'human resources' });
  assert.deepEqual(prepareRoleName('API-Prüfer № 1'), { name: 'API-Prüfer № 1', key: 'api-prüfer № 1' });
  for (const name of ['', '  ', 'a/b', 'x'.repeat(65), 'a\u0000b', 'a\nb', 'a\u202eb', 'a\u200bb']) {
    assert.throws(() => prepareGroupName(name), { code: 'group.name-invalid' }, JSON.stringify(name));
    assert.throws(() => prepareRoleName(name), { code: 'role.name-invalid' }, JSON.stringify(name));
  }
});
