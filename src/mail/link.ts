// The text of a link in a mail, and the code it shows in another browser (rule 31). Only hashes are stored.
// Called by links.ts. Pure.
import { createHmac, hash, timingSafeEqual } from 'node:crypto';

const secretBytes = 32;
/** Secret scanners know our links by it. */
const prefix = 'rvl_';
// The last of 43 characters carries four bits only: other endings would be second spellings of the same secret.
const shape = /^rvl_([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.([A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])$/;
/** Without those that are mistaken for one another (Crockford’s base 32). */
const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const codeLength = 8;

export type LinkText = { readonly id: string; readonly secret: string };

export const newSecret = (random: (bytes: number) => Buffer): string => random(secretBytes).toString('base64url');
export const linkText = ({ id, secret }: LinkText): string => `${prefix}${id}.${secret}`;

/** Null for anything but the one right spelling. */
export function parseLink(text: string): LinkText | null {
  const [, id, secret] = shape.exec(text) ?? [];
  return id === undefined || secret === undefined ? null : { id, secret };
}

/** Follows from the link, so that looking at it twice changes nothing; the link does not follow from it. */
export function codeOf({ id, secret }: LinkText): string {
  const digest = hash('sha256', `reeve code ${id} ${secret}`, 'buffer');
  return [...digest.subarray(0, codeLength)].map((byte) => signs[byte % signs.length]).join('');
}

/** Of a link just made, as it is sent in a mail of its own. */
export function codeOfLink(text: string): string {
  const link = parseLink(text);
  if (!link) throw new Error('A link that was just made is none.');
  return spacedCode(codeOf(link));
}

/** As people read and type it. */
export const spacedCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;
export const typedCode = (typed: string): string =>
  typed
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
/** What no code looks like was misheard, and is no guess. */
export const isLikeCode = (typed: string): boolean => shapeOfCode.test(typedCode(typed));
const shapeOfCode = new RegExp(`^[${signs}]{${codeLength}}$`);

export const hashOf = (text: string): string => hash('sha256', text);
/** Bound to its link: short as it is, the same code of another is another. Keyed: whoever has the database alone would try all forty bits in a moment. */
export const codeHashOf = (key: Buffer, { id, code }: { readonly id: string; readonly code: string }): string =>
  createHmac('sha256', key).update(`${id} ${code}`).digest('hex');

export function sameHash(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known, 'hex'), Buffer.from(given, 'hex')];
  return a.length > 0 && a.length === b.length && timingSafeEqual(a, b);
}
