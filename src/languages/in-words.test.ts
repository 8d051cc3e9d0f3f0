import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '#errors.ts';
import { english } from '#sentences/english.ts';
import { refusals } from '#sentences/refusals.ts';
import { asKept, say, toKeep } from '#sentences/sentence.ts';
import { refusalsInGerman } from './german/refusals.ts';
import { sentencesInGerman } from './german/sentences.ts';
import { inWords } from './in-words.ts';

const factsIn = (template: string) => [...new Set([...template.matchAll(/\{\w+\}/g)].map(([fact]) => fact))].sort();

describe('The words of another language', () => {
  it('are there once for each code', () => {
    assert.deepEqual(
      Object.keys(english).filter((code) => Object.hasOwn(refusals, code)),
      [],
    );
  });

  it('name the same facts as the English ones', () => {
    const catalogues = [
      [Object.fromEntries(Object.entries(refusals).map(([code, [, template]]) => [code, template])), refusalsInGerman],
      [english, sentencesInGerman],
    ] as const;
    const odd: string[] = [];
    for (const [ours, theirs] of catalogues) {
      assert.deepEqual(Object.keys(theirs).sort(), Object.keys(ours).sort());
      for (const [code, template] of Object.entries(ours)) {
        const other: string = Object.entries(theirs).find(([name]) => name === code)?.[1] ?? '';
        if (factsIn(template).join() !== factsIn(other).join()) odd.push(`${code}: ${template} – ${other}`);
      }
    }
    assert.deepEqual(odd, []);
  });

  it('are said all the way down, and what others have said stays as it is', () => {
    const refused = new Refusal('limit.reached', { max: 500, what: say('limit.members-at-once', { domain: 'user' }) });
    assert.equal(refused.message, 'There may be at most 500 members of a group of user that are changed at once.');
    assert.equal(inWords('de', refused.sentence), 'Mehr als 500 sind nicht möglich: Mitglieder einer Gruppe von user in einem Schritt.');
    assert.equal(inWords('de', 'The store says no.'), 'The store says no.');
  });

  it('several sentences follow one another', () => {
    const refused = new Refusal('password.rejected', { says: [say('password.holds-user-name'), say('password.too-short', { length: 3, min: 12 })] }, [
      { field: 'password' },
    ]);
    assert.equal(refused.message, 'It holds the user name. It has 3 characters; at least 12 are needed.');
    assert.equal(inWords('de', refused.sentence), 'Es enthält den Benutzernamen. Es hat 3 Zeichen; mindestens 12 sind nötig.');
    assert.deepEqual(refused.fields, [{ field: 'password', says: refused.message, said: refused.sentence }]);
  });

  it('are kept as data, and read again in any language; what earlier versions kept stays as it is', () => {
    const kept = toKeep(new Refusal('user.locked', { until: say('until.moment', { moment: '2027-03-31 12:00 UTC' }) }).sentence);
    assert.equal(inWords('de', asKept(kept)), 'Dieser Benutzer ist gesperrt bis 2027-03-31 12:00 UTC.');
    for (const text of ['', 'Not locked.', '{"code":"of another version","facts":{}}']) assert.equal(inWords('de', asKept(text)), text);
  });
});
