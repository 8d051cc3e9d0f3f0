import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filled, inEnglish, say } from './sentence.ts';

describe('a sentence', () => {
  const spoken = (template: string, facts: Parameters<typeof filled>[1] = {}) => filled(template, facts, inEnglish);

  it('is filled with its facts, and an absent one leaves nothing', () => {
    assert.equal(spoken('{role} ended on {moment}.', { role: 'Editor', moment: 7 }), 'Editor ended on 7.');
    assert.equal(spoken('{role}{moment} ended.'), ' ended.');
    assert.equal(spoken('as it is'), 'as it is');
  });

  it('leaves braces that hold no name, and what a fact brings, as they are', () => {
    for (const text of ['{', '}', '{}', '{ role }', 'a{b', '}{', '{role-name}']) assert.equal(spoken(text, { role: 'x' }), text);
    assert.equal(spoken('{{role}}', { role: '{role}' }), '{{role}}');
    assert.equal(spoken('{{role} {role}', { role: 'x' }), '{x x');
  });

  it('speaks the sentences among its facts, several one after another', () => {
    const inner = say('missing.not-held', { role: 'Editor' });
    assert.equal(spoken('{one} {all}', { one: inner, all: [inner, 'Said.'] }), `${inEnglish(inner)} ${inEnglish(inner)} Said.`);
  });
});
