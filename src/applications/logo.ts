// What may be a logo: told by what the file is, not by what it says it is. An SVG is refused where it could do or fetch anything: it is shown as a picture only,
// under a policy that lets nothing run, and nothing that wants to run is kept. Pure.
import { type LogoType, logoBytesMax } from './look-contract.ts';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Null = none of those that are known. */
export function typeOf(content: Buffer): LogoType | null {
  if (content.length === 0 || content.length > logoBytesMax) return null;
  if (content.subarray(0, png.length).equals(png)) return 'image/png';
  if (content.toString('latin1', 0, 4) === 'RIFF' && content.toString('latin1', 8, 12) === 'WEBP') return 'image/webp';
  return isSvg(content) ? 'image/svg+xml' : null;
}

function isSvg(content: Buffer): boolean {
  const text = content.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(content) && !text.includes('\u0000');
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
  const text = content.toString('utf8');
  const leadsInside = [...text.matchAll(reference)].every(([, double, single]) => (double ?? single ?? '').trim().startsWith('#'));
  return leadsInside && [active, handler, declared, fetching].every((one) => !one.test(text));
}
