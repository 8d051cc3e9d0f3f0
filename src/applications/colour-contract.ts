// Colours as numbers: how well one reads on another (WCAG 2.2, §1.4.3), and the nearest that does. The browser asks the same functions for its preview.
// Imported by the contract of looks and by the web. Pure; knows no page.

/** What text needs on what it stands on (level AA). */
export const contrastMin = 4.5;
/** `#rrggbb` in small letters. */
export type Colour = string;

const channels = (colour: Colour): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
const linear = (channel: number): number => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);
const weights = [0.2126, 0.7152, 0.0722] as const;

function luminance(colour: Colour): number {
  const parts = channels(colour).map(linear);
  return weights.reduce((sum, weight, at) => sum + weight * (parts[at] ?? 0), 0);
}

/** From 1 to 21. */
export function contrastOf(one: Colour, other: Colour): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Black or white, whichever reads better; one of them always reads well enough. */
export const inkOn = (colour: Colour): Colour => (contrastOf('#ffffff', colour) >= contrastOf('#000000', colour) ? '#ffffff' : '#000000');

const hex = (channel: number): string => Math.round(channel).toString(16).padStart(2, '0');
/** `share` of `other` in it, from 0 to 1. */
function mixed(colour: Colour, other: Colour, share: number): Colour {
  const [from, to] = [channels(colour), channels(other)];
  return `#${from.map((channel, at) => hex(channel + ((to[at] ?? 0) - channel) * share)).join('')}`;
}

const steps = 50;

/** The nearest to this colour that reads on all of these, which are all light or all dark; itself, if it does. */
export function readableOn(colour: Colour, grounds: readonly Colour[]): Colour {
  const [first = '#ffffff'] = grounds;
  const end = inkOn(first);
  for (let step = 0; step < steps; step += 1) {
    const tried = mixed(colour, end, step / steps);
    if (grounds.every((ground) => contrastOf(tried, ground) >= contrastMin)) return tried;
  }
  return end;
}
