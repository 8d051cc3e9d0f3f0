// What the pages of signing in look like, as data: a name, a logo, colours, links; once for all of Reeve, and over that for each application.
// Imported by the browser; imports contracts only. Says also which colours come of it, so that a preview shows what the pages will.
import { type Static, Type } from 'typebox';
import { closed, operation, text } from '#contract.ts';
import { section, sectionOperations } from '#settings/contract.ts';
import { type Colour, contrastMin, contrastOf, inkOn, readableOn } from './colour-contract.ts';

export const logoBytesMax = 65_536;
export const logosMax = 100;
export const logoTypes = ['image/png', 'image/webp', 'image/svg+xml'] as const;
export type LogoType = (typeof logoTypes)[number];

const ofColour = (description: string) => Type.String({ pattern: '^(#[0-9a-f]{6})?$', maxLength: 7, default: '', description: `${description}; '' = not set` });
export const lookFields = {
  name: text(60, { default: '', description: 'stands at the top of the pages, and in their titles' }),
  logo: Type.String({ pattern: '^([A-Za-z0-9_-]{43})?$', maxLength: 43, default: '', description: "what adding a logo gave; '' = not set" }),
  accent: ofColour('buttons and links, where it is light'),
  accentDark: ofColour('buttons and links, where it is dark'),
  background: ofColour('behind the card, where it is light'),
  backgroundDark: ofColour('behind the card, where it is dark'),
  help: text(512, { default: '', description: 'where people get help' }),
  terms: text(512, { default: '', description: 'the terms of use' }),
};
export const Look = closed(lookFields);
export type Look = Static<typeof Look>;

export const lookSection = section('look', lookFields);
const theme = '/permission/admin/configure/theme' as const;
export const lookRefusals = ['logo.missing'];
export const lookOperations = sectionOperations(lookSection, {
  needs: theme,
  show: 'What the pages of signing in look like, where an application says nothing else.',
  change: 'Say what the pages of signing in look like. Links are drawn in the nearest colour that can be read.',
  refusals: ['version.stale', ...lookRefusals],
});
export const addLogo = operation({
  name: 'logos.add',
  method: 'POST',
  path: '/logos',
  summary: 'Bring a logo: PNG, WebP or SVG, 64 KiB at most. It is shown once a look names it; one that none names is forgotten after a day.',
  needs: theme,
  dangerous: true,
  input: closed({
    content: Type.String({ minLength: 4, maxLength: Math.ceil(logoBytesMax / 3) * 4, pattern: '^[A-Za-z0-9+/]+={0,2}$', description: 'the file, in Base64' }),
  }),
  output: closed({ logo: Type.String() }),
  refusals: ['logo.unfit', 'limit.reached'],
});

// ── What comes of it ──

/** The surfaces that text stands on, and the dim text that stands on the background: as the stylesheet of the pages has them. */
const light = { surface: '#ffffff', canvas: '#f7f8f9', wash: '#f0f2f4', dim: '#5a6470', accent: '#0b6b7d' } as const;
const dark = { surface: '#111316', canvas: '#0c0e10', wash: '#1c2126', dim: '#9ba5b0', accent: '#75bdc9' } as const;

export type Shades = { readonly canvas: Colour; readonly accent: Colour; readonly on: Colour; readonly wash: Colour };

function shadesOf(scheme: typeof light | typeof dark, { accent, background }: { readonly accent: Colour; readonly background: Colour }): Shades {
  const canvas = background || scheme.canvas;
  const shown = readableOn(accent || scheme.accent, [scheme.surface, canvas, scheme.wash]);
  return { canvas, accent: shown, on: inkOn(shown), wash: scheme.wash };
}

/** Where only one accent is said, the other is the same, made readable. */
export const shadesOfLook = ({ accent, accentDark, background, backgroundDark }: Look): { readonly light: Shades; readonly dark: Shades } => ({
  light: shadesOf(light, { accent: accent || accentDark, background }),
  dark: shadesOf(dark, { accent: accentDark || accent, background: backgroundDark }),
});

/** How badly text reads on this background; null = well enough. */
export function dimmedBy(field: 'background' | 'backgroundDark', colour: Colour): number | null {
  const ratio = colour === '' ? Number.POSITIVE_INFINITY : contrastOf((field === 'background' ? light : dark).dim, colour);
  return ratio < contrastMin ? ratio : null;
}

/** Each part as the application has it, else as all of Reeve has it. */
export const lookOver = (whole: Look, own: Partial<Look>): Look =>
  // Every field of a look, from one or the other.
  Object.fromEntries(Object.entries(whole).map(([field, value]) => [field, own[field as keyof Look] || value])) as Look;
