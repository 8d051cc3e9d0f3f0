// What may be a logo: told by what the file is, not by what it says it is. An SVG is refused where it could do or fetch anything: it is shown as a picture only,
// under a policy that lets nothing run, and nothing that wants to run is kept. Pure.
import { type LogoType, logoBytesMax } from './look-contract.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A few bytes may say that they are a picture of a gigabyte, and every browser would make room for it. */
const sideMax = 2_048;

/** Null = none of those that are known. */
export function typeOf(content: Buffer): LogoType | null {
  if (content.length === 0 || content.length > logoBytesMax) return null;
  if (content.subarray(0, png.length).equals(png)) return hasFitSides(sidesOfPng(content)) ? 'image/png' : null;
  if (content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP')
    return hasFitSides(sidesOfWebp(content)) ? 'image/webp' : null;
  return isSvg(content) ? 'image/svg+xml' : null;
}

const headBytes = 30;
const hasFitSides = (sides: readonly number[]): boolean => sides.length === 2 && sides.every((side) => side >= 1 && side <= sideMax);

/** The first chunk of each is IHDR (PNG, third edition, §11.2.1). */
const sidesOfPng = (content: Buffer): readonly number[] =>
  content.length >= headBytes && content.toString('latin1', 12, 16) === 'IHDR' ? [content.readUInt32BE(16), content.readUInt32BE(20)] : [];

/** RFC 9649: extended (§2.7), lossless (§3.4), or lossy (RFC 6386, §9.1). */
function sidesOfWebp(content: Buffer): readonly number[] {
  if (content.length < headBytes) return [];
  const kind = content.toString('latin1', 12, 16);
  if (kind === 'VP8X') return [content.readUIntLE(24, 3) + 1, content.readUIntLE(27, 3) + 1];
  if (kind === 'VP8 ') return [content.readUInt16LE(26) & 0x3fff, content.readUInt16LE(28) & 0x3fff];
  const packed = content.readUInt32LE(21);
  return kind === 'VP8L' ? [(packed & 0x3fff) + 1, ((packed >>> 14) & 0x3fff) + 1] : [];
}

/** What is asked of it does not ask how much white space there is; searching through a lot of it takes as the square of it. */
const drawnIn = (text: string): string => text.replace(/\s+/g, ' ');

function isSvg(content: Buffer): boolean {
  const written = content.toString('utf8');
  const isText = Buffer.from(written, 'utf8').equals(content) && !written.includes('\u0000');
  const text = drawnIn(written);
  return isText && /^\ufeff?\s*(?:<\?xml[^>]*\?>)?\s*(?:<!--(?:(?!-->)[\s\S])*-->\s*)*<svg[\s>]/.test(text) && /<\/svg>\s*$/.test(text);
}

/** Elements that run, fetch or hold other documents. */
const active = /<\s*\/?\s*(?:[\w-]+:)?(?:script|foreignobject|iframe|object|embed|audio|video|animate\w*|set|handler|listener|link|meta|base)\b/i;
/** Attributes that run, in any spelling of white space before them. */
const handler = /[\s"'/]on[\w-]+\s*=/i;
/** What declares entities, and what runs by a processing instruction after the first. */
const declared = /<!\s*(?:doctype|entity|attlist|element|\[)|<\?(?!xml\s)/i;
const reference = /(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|[^\s"'>]+)/gi;
const fetching = /url\s*\(\s*(?!["']?\s*#)|@import|javascript:|&#/i;

/** Whether a picture of this type is nothing but a picture. */
export function isInert(type: LogoType, content: Buffer): boolean {
  if (type !== 'image/svg+xml') return true;
  const text = drawnIn(content.toString('utf8'));
  const leadsInside = [...text.matchAll(reference)].every(([, double, single]) => (double ?? single ?? '').trim().startsWith('#'));
  return leadsInside && [active, handler, declared, fetching].every((one) => !one.test(text));
}
