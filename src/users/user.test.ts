import assert from 'node:assert/strict';
import test from 'node:test';
import fc from 'fast-check';
import { Refusal } from '#errors.ts';
import { cases } from '../../test/effort.ts';
import { checkDates, checkProfile, mailKeyOf, type Profile, shownNameOf } from './user.ts';

const stored: readonly (readonly [keyof Profile, string, string])[] = [
  ['givenName', '  Ju\u0308rgen ', 'Jürgen'],
  ['familyName', 'van  der\u00a0Berg', 'van der Berg'],
  ['givenName', 'می\u200cنا', 'می\u200cنا'],
  ['organisation', 'Ærø & Søn ®', 'Ærø & Søn ®'],
  ['mail', ' Ann.Lee@EXAMPLE.org ', 'Ann.Lee@example.org'],
  ['mail', 'ann＠example.org', 'ann@example.org'],
  ['mail', 'ann+reeve@Bücher.example', 'ann+reeve@bücher.example'],
  ['mail', '山田@例え.jp', '山田@例え.jp'],
  ['mail', '', ''],
  ['phone', '+44 (0)20 7946-0018', '+442079460018'],
  ['phone', '030/123 45-67 ext. 12', '0301234567;ext=12'],
  ['phone', '110', '110'],
  ['country', 'de', 'DE'],
  ['country', 'uk', 'GB'],
  ['language', 'PT-br', 'pt-BR'],
  ['language', 'zh-hant-tw', 'zh-Hant-TW'],
  ['timeZone', 'europe/berlin', 'Europe/Berlin'],
  ['timeZone', 'Asia/Kolkata', 'Asia/Kolkata'],
  ['timeZone', 'utc', 'UTC'],
];
for (const [field, typed, value] of stored) {
  test(`${field} "${typed}" is stored as "${value}"`, () => assert.deepEqual(checkProfile({ [field]: typed }), { [field]: value }));
}

const refused: readonly (readonly [keyof Profile, string])[] = [
  ['givenName', 'x'.repeat(121)],
  ['shownName', 'Ann\u202eeeL'],
  ['shownName', 'Ann\u200b'],
  ['shownName', 'Ann\u0000'],
  ['mail', 'ann'],
  ['mail', '@example.org'],
  ['mail', 'ann@'],
  ['mail', 'ann@example'],
  ['mail', 'ann@@example.org'],
  ['mail', 'ann@evil.org@example.org'],
  ['mail', 'ann＠evil.org@example.org'],
  ['mail', 'ann @example.org'],
  ['mail', '.ann@example.org'],
  ['mail', 'a..b@example.org'],
  ['mail', '"ann"@example.org'],
  ['mail', 'ann@[192.0.2.1]'],
  ['mail', 'ann@192.0.2.1'],
  ['mail', 'ann@exa%6dple.org'],
  ['mail', 'ann@-example.org'],
  ['mail', 'ann@example.org\nBcc: eve@example.org'],
  ['mail', `${'x'.repeat(65)}@example.org`],
  ['mail', `ann@${'x'.repeat(60)}.${'y'.repeat(63)}.${'z'.repeat(63)}.${'w'.repeat(63)}.org`],
  ['phone', '12'],
  ['phone', 'call me'],
  ['phone', '+1234567890123456'],
  ['phone', '12+34567'],
  ['country', 'Germany'],
  ['country', 'ZZ'],
  ['country', 'EU'],
  ['country', 'XX'],
  ['language', 'english'],
  ['language', 'e'],
  ['language', 'en_US'],
  ['timeZone', 'Berlin'],
  ['timeZone', '+01:00'],
];
for (const [field, typed] of refused) {
  test(`${field} "${typed.slice(0, 40)}" is refused by its name`, () => {
    assert.throws(
      () => checkProfile({ [field]: typed }),
      (error) => error instanceof Refusal && error.code === 'attribute.invalid' && error.fields[0]?.field === field,
    );
  });
}

test('every wrong field is named at once, and what is right or absent is not', () => {
  assert.throws(
    () => checkProfile({ givenName: 'Ann', mail: 'nobody', country: 'Utopia', phone: '' }),
    (error) =>
      error instanceof Refusal && error.fields.map(({ field }) => field).join() === 'mail,country' && error.fields.every(({ says }) => says.endsWith('.')),
  );
});

test('other fields are handed through, absent ones stay absent', () => {
  assert.deepEqual(checkProfile({ mail: 'a@b.org', owner: 'x', endsAt: 5 }), { mail: 'a@b.org', owner: 'x', endsAt: 5 });
});

test('the end lies after the start', () => {
  for (const dates of [
    { startsAt: 5, endsAt: 5 },
    { startsAt: 5, endsAt: 4 },
  ])
    assert.throws(() => checkProfile(dates), { code: 'dates.reversed' });
  for (const dates of [{}, { startsAt: 5 }, { endsAt: 4 }, { startsAt: 5, endsAt: 0 }, { startsAt: 0, endsAt: 4 }, { startsAt: 5, endsAt: 6 }])
    checkDates(dates);
});

test('a stored profile is stored unchanged a second time, whatever was typed', () => {
  const typed = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.constantFrom(...stored.map(([, text]) => text)), fc.emailAddress());
  const fields = [...new Set(stored.map(([field]) => field))];
  fc.assert(
    fc.property(fc.constantFrom(...fields), typed, (field, text) => {
      try {
        const once = checkProfile({ [field]: text });
        assert.deepEqual(checkProfile(once), once);
      } catch (error) {
        assert.ok(error instanceof Refusal, String(error));
      }
    }),
    { numRuns: cases(2000) },
  );
});

test('mails are one in any case, width and spelling of the domain', () => {
  for (const mail of ['ANN@Bücher.example', 'ann@xn--bcher-kva.example', 'ａｎｎ@bücher.EXAMPLE', ' ann@bu\u0308cher.example ']) {
    assert.equal(mailKeyOf(mail), 'ann@xn--bcher-kva.example', mail);
  }
  assert.notEqual(mailKeyOf('ann@example.org'), mailKeyOf('ann@example.com'));
  assert.equal(mailKeyOf(''), '');
});

test('who has no shown name is shown by his names, else by his user name', () => {
  assert.equal(shownNameOf({ shownName: 'Annie', givenName: 'Ann', familyName: 'Lee' }, 'al'), 'Annie');
  assert.equal(shownNameOf({ shownName: '', givenName: 'Ann', familyName: 'Lee' }, 'al'), 'Ann Lee');
  assert.equal(shownNameOf({ familyName: 'Lee' }, 'al'), 'Lee');
  assert.equal(shownNameOf({}, 'al'), 'al');
});
