import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cases } from '../../../test/effort.ts';
import { html } from './html.ts';
import { ownPath } from './to.ts';

test('whatever is put into a page stays text', () => {
  assert.equal(html`<p title="${'"><script>'}">${`<b>'\`&`}</p>`.text, '<p title="&#34;&#62;&#60;script&#62;">&#60;b&#62;&#39;&#96;&#38;</p>');
  fc.assert(fc.property(fc.string(), (text) => !/[<>"'`]/.test(html`${[text, null, false, [text]]}`.text)));
});

test('what html made is not escaped again, and nothing else passes for it', () => {
  assert.equal(html`${html`<i>${'<'}</i>`}`.text, '<i>&#60;</i>');
  const forged: unknown = { text: '<script>' };
  assert.throws(() => html`${forged as string}`);
});

test('only paths of our own are gone to after signing in', () => {
  for (const [asked, path] of [
    ['/carbon', '/carbon'],
    ['/carbon/users?q=a%20b&x=1#row', '/carbon/users?q=a%20b&x=1#row'],
    ['/a/../admin', '/admin'],
    ['/%63arbon', '/carbon'],
  ])
    assert.equal(ownPath(asked), path);
  const evil = [
    '//evil',
    '/\\evil',
    '\\\\evil',
    'https://evil',
    'evil',
    '',
    '/\t/evil',
    '/\n/evil',
    '/.//evil',
    '/..//evil',
    '/a/..//evil',
    '/%2e//evil',
    ' /carbon',
    'javascript:alert(1)',
    '/sign-in?to=/x',
    '/%73ign-in?to=/x',
    '/sign-out',
    '/set-up/x',
    '/ü',
    `/${'a'.repeat(3000)}`,
    undefined,
    ['/carbon'],
    '/.\\evil',
    '///evil',
    '/%09/evil\u0000',
  ];
  for (const asked of evil) assert.equal(ownPath(asked), '', JSON.stringify(asked));
});

test('no text leads a browser away', () => {
  const sign = fc.constantFrom('/', '\\', '.', '%2f', '%5c', '%2e', ':', '@', 'evil.test', '?', '#', '\t', 'https:', 'a');
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 12 }), (signs) => {
      const path = ownPath(signs.join(''));
      return path === '' || new URL(path, 'https://reeve.test').origin === 'https://reeve.test';
    }),
    { numRuns: cases(2000) },
  );
});
