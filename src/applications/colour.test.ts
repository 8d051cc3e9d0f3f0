import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { contrastMin, contrastOf, inkOn, readableOn } from './colour-contract.ts';
import { dimmedBy, type Look, shadesOfLook } from './look-contract.ts';

const colours = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const blank: Look = { name: '', logo: '', accent: '', accentDark: '', background: '', backgroundDark: '', help: '', terms: '' };

it('contrast is what WCAG says it is', () => {
  assert.equal(contrastOf('#000000', '#ffffff'), 21);
  assert.equal(contrastOf('#777777', '#ffffff').toFixed(2), '4.48');
  assert.equal(contrastOf('#ffffff', '#777777').toFixed(2), '4.48');
});
it('a colour that can be read stays as it is, one that cannot becomes the nearest that can', () => {
  assert.equal(readableOn('#0b6b7d', ['#ffffff', '#f7f8f9']), '#0b6b7d');
  const yellow = readableOn('#ffd400', ['#ffffff']);
  assert.ok(contrastOf(yellow, '#ffffff') >= contrastMin && contrastOf(yellow, '#ffffff') < 5, yellow);
});
it('text can be read on every button and in every link, whatever colours are set', () => {
  fc.assert(
    fc.property(colours, colours, colours, colours, (accent, accentDark, background, backgroundDark) => {
      const usable = (field: 'background' | 'backgroundDark', colour: string) => (dimmedBy(field, colour) === null ? colour : '');
      const look = { ...blank, accent, accentDark, background: usable('background', background), backgroundDark: usable('backgroundDark', backgroundDark) };
      const { light, dark } = shadesOfLook(look);
      for (const [shades, surface] of [
        [light, '#ffffff'],
        [dark, '#111316'],
      ] as const) {
        assert.ok(contrastOf(shades.on, shades.accent) >= contrastMin);
        for (const ground of [surface, shades.canvas, shades.wash]) assert.ok(contrastOf(shades.accent, ground) >= contrastMin, JSON.stringify([look, ground]));
      }
    }),
  );
});
it('black or white reads on everything', () => {
  fc.assert(fc.property(colours, (colour) => contrastOf(inkOn(colour), colour) >= contrastMin));
});
