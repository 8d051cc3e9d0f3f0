// The people of the demo fit together: script, language, country, time zone, mail.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nameKeyOf, prepareName } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import { chance } from './chance.ts';
import { cultures } from './cultures.ts';
import { type Person, peopleMaker } from './people.ts';

const now = 1_800_000_000_000;
const total = 4_000;

function made(): readonly Person[] {
  const make = peopleMaker(chance(3), now);
  return Array.from({ length: total }, (_, nth) => make(nth, total));
}

const scripts = ['Latin', 'Greek', 'Cyrillic', 'Arabic', 'Hebrew', 'Devanagari', 'Ethiopic', 'Hangul'] as const;
/** Japanese names mix three scripts, as Japanese does. */
function scriptsOf(text: string): readonly string[] {
  const east = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? ['East Asian'] : [];
  return [...east, ...scripts.filter((script) => new RegExp(`\\p{Script=${script}}`, 'u').test(text))];
}

describe('The people of a demo', () => {
  const all = made();
  const persons = all.filter(({ who }) => who.kind === 'person');

  it('bear names of one script each', () => {
    for (const { who } of persons) assert.equal(scriptsOf(who.shownName).length, 1, who.shownName);
    assert.equal(new Set(persons.map(({ who }) => scriptsOf(who.shownName)[0])).size, scripts.length + 1);
  });

  it('come in every culture, each with its own language and the time zone of its country', () => {
    const pairs = new Set(
      cultures.flatMap(({ countries, language }) => countries.split(', ').map((country) => `${country.split(' ')[0]} ${country.split(' ')[2]} ${language}`)),
    );
    for (const { who } of persons) assert.ok(pairs.has(`${who.country} ${who.timeZone} ${who.language}`), `${who.country} ${who.timeZone} ${who.language}`);
    assert.deepEqual(new Set(persons.map(({ who }) => who.language)), new Set(cultures.map(({ language }) => language)));
    for (const { who } of persons) assert.ok(new Intl.DateTimeFormat('en', { timeZone: who.timeZone }).format(now), who.timeZone);
  });

  it('have user names that Reeve would take, no two alike, and mails made of them', () => {
    for (const { who } of all) assert.deepEqual(prepareName(who.userName), { name: who.userName, key: who.userName });
    assert.equal(new Set(all.map(({ who }) => who.userName)).size, total);
    for (const { who } of persons) assert.ok(who.mail === '' || who.mail === `${who.userName}@${who.organisation.domain}`, who.mail);
  });

  it('are compared by the keys that Reeve would make', () => {
    for (const { who } of all) assert.equal(who.shownKey, sortKeyOf(nameKeyOf(who.shownName)));
  });

  it('did nothing before they came, and sign in no more once they are kept out', () => {
    for (const { createdAt, changedAt, lastSignInAt, states } of all) {
      assert.ok(createdAt < now && changedAt >= createdAt && changedAt <= now);
      assert.ok(lastSignInAt === 0 || (lastSignInAt >= createdAt && lastSignInAt <= now));
      for (const end of [states.disabledAt, states.lockedAt, states.deletedAt]) assert.ok(end === 0 || lastSignInAt <= Math.max(end, createdAt));
    }
  });

  it('are the same for the same seed', () => assert.deepEqual(made(), all));
});
