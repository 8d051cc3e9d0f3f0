import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inEnglish } from '#sentences/sentence.ts';
import { cases } from '../../test/effort.ts';
import { compilePattern } from './pattern.ts';

const fits = (pattern: string, value: string): boolean => {
  const made = compilePattern(pattern);
  assert.ok('matches' in made, 'says' in made ? inEnglish(made.says) : '');
  return made.matches(value);
};
const refusal = (pattern: string): string => {
  const made = compilePattern(pattern);
  return 'says' in made ? inEnglish(made.says) : assert.fail(`${pattern} was taken`);
};

describe('a pattern of an attribute', () => {
  it('fits the whole value or nothing', () => {
    assert.ok(fits('[A-Z]{2}-\\d{4}', 'AB-1234'));
    assert.ok(fits('^[A-Z]{2}-\\d{4}$', 'AB-1234'));
    for (const value of ['AB-12345', 'xAB-1234', 'ab-1234', '']) assert.equal(fits('[A-Z]{2}-\\d{4}', value), false, value);
  });

  it('reads letters of all scripts as single characters', () => {
    assert.ok(fits('\\p{L}{2}', 'åß'));
    assert.ok(fits('.', '😀'));
    assert.ok(fits('[α-ω]+', 'δοκιμή'.normalize('NFD').replace(/\p{M}/gu, '')));
    assert.equal(fits('\\P{L}', 'a'), false);
  });

  it('says what it cannot read, and where', () => {
    for (const [pattern, says] of [
      ['(?=a)', /Look-around/],
      ['(a)\\1', /Back-references/],
      ['a**', /cannot be repeated/],
      ['(a', /not closed/],
      ['a)', /one \) too many/],
      ['[a', /not closed/],
      ['a{3,1}', /smaller than the first/],
      ['a{101}', /at most 100/],
      ['*a', /nothing before \*/],
      ['a\\', /stands for nothing/],
      ['\\p{Nonsense}', /property looks like/],
      ['[z-a]', /backwards/],
      ['((a{50}){50}){50}', /repeats too much/],
      ['('.repeat(21) + ')'.repeat(21), /nested 20 deep/],
      ['a'.repeat(301), /at most 300 characters/],
    ] as const)
      assert.match(refusal(pattern), says, pattern);
  });

  it('takes time in proportion to the value, where a backtracking one would take for ever', () => {
    for (const pattern of ['(a+)+', '(a|aa)+', '(a|a?)+', '(.*)(.*)(.*)(.*)x']) {
      const begun = process.cpuUsage();
      assert.equal(fits(pattern, `${'a'.repeat(255)}!`), false);
      const { user } = process.cpuUsage(begun);
      assert.ok(user < 1_000_000, `${pattern} took ${user} µs of processor time`);
    }
  });

  it('agrees with RegExp on random patterns and values', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\d', '[a-c]');
    const pattern = fc.letrec<{ piece: string }>((tie) => ({
      piece: fc.oneof(
        { depthSize: 'small' },
        atom,
        fc.tuple(tie('piece'), tie('piece')).map(([one, two]) => `${one}${two}`),
        fc.tuple(tie('piece'), tie('piece')).map(([one, two]) => `(${one}|${two})`),
        fc.tuple(tie('piece'), fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,}')).map(([one, times]) => `(${one})${times}`),
      ),
    })).piece;
    const value = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1'), maxLength: 6 });
    fc.assert(
      fc.property(pattern, value, (text, tried) => {
        const made = compilePattern(text);
        if ('says' in made) return;
        assert.equal(made.matches(tried), new RegExp(`^(?:${text})$`, 'u').test(tried), `${text} on ${tried}`);
      }),
      { numRuns: cases(1_000) },
    );
  });
});
