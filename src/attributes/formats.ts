// The forms that values have: one function per form, from normalised text to the value that is stored, or to a sentence that says what is wrong.
// Called by values.ts, and by users/ for the fields that everybody has. Pure; countries, languages and time zones are those the runtime knows (ICU).
// Does not know definitions, nor who may change what.

import { firstForbidden, mapWidth } from '#names/code-points.ts';
import { lengthOf, named } from '#names/name.ts';
import { type Sentence, say } from '#sentences/sentence.ts';

export type Verdict = { readonly value: string } | { readonly says: Sentence };

const mailOctetsMax = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets.
const localOctetsMax = 64; // RFC 5321 §4.5.3.1.1.
const linkMax = 1_024;
const octets = (text: string): number => new TextEncoder().encode(text).length;

export const words =
  (field: 'given-name' | 'family-name' | 'shown-name' | 'organisation', max: number) =>
  (text: string): Verdict => {
    const what = say(`field.${field}`);
    if (lengthOf(text) > max) return { says: say('text.too-long', { what, max }) };
    const odd = firstOddity(text);
    return odd === null ? { value: text } : { says: say('text.unseen', { what, character: named(odd) }) };
  };

/** Joiners are part of writing in names of Persian, Malayalam and others; elsewhere what cannot be seen deceives. */
const firstOddity = (text: string): string | null => firstForbidden(text.replace(/(?<=\p{L}\p{M}*)[\u200c\u200d](?=\p{L})/gu, ''), 'freeform');

/** A domain as the DNS sees it (punycode, lower case), or null. URL does the IDNA mapping (UTS 46). */
export function domainToAscii(domain: string): string | null {
  // Judged before URL sees it, which would decode %-escapes, drop tabs and read numbers as addresses.
  if (!/^[\p{L}\p{M}\p{N}-]+(\.[\p{L}\p{M}\p{N}-]+)+$/u.test(domain)) return null;
  const url = URL.parse(`http://${domain}`);
  const labels = url?.hostname.split('.') ?? [];
  const fits = labels.length > 1 && labels.every((label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return fits ? labels.join('.') : null;
}

/** Dot-atoms of RFC 5322 §3.2.3 with the letters of RFC 6531; no quoted strings, comments or address literals. */
export function mail(text: string): Verdict {
  const normal = text.normalize('NFKC');
  const at = normal.indexOf('@');
  const local = normal.slice(0, at);
  const domain = normal.slice(at + 1).toLowerCase();
  const says = say('mail.form');
  if (at < 1 || !/^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local)) return { says };
  const ascii = domainToAscii(domain);
  if (ascii === null) return { says };
  if (octets(local) > localOctetsMax || octets(`${local}@${ascii}`) > mailOctetsMax || octets(`${local}@${domain}`) > mailOctetsMax) {
    return { says: say('mail.too-long', { max: mailOctetsMax, before: localOctetsMax }) };
  }
  return { value: `${local}@${domain}` };
}

/** E.164 without separators where it begins with +, a national number as it was dialled; an extension as RFC 3966 writes it. */
export function phone(text: string): Verdict {
  const [, number = '', extension] = /^([+\d\s().\-/]+?)(?:\s*(?:ext\.?|x|;ext=)\s*(\d{1,8}))?$/i.exec(mapWidth(text)) ?? [];
  const digits = number.replace('(0)', number.startsWith('+') ? '' : '(0)').replace(/[\s().\-/]/g, '');
  if (!/^\+?\d{3,15}$/.test(digits)) return { says: say('phone.form') };
  return { value: extension === undefined ? digits : `${digits};ext=${extension}` };
}

export function country(text: string): Verdict {
  const says = say('country.form');
  if (!/^[a-z]{2}$/i.test(text)) return { says };
  // Locale knows that UK is written GB, and which letters are no longer in use.
  const region = new Intl.Locale(`und-${text}`).region ?? '';
  const unassigned = ['AC', 'CP', 'CQ', 'DG', 'EA', 'EU', 'EZ', 'IC', 'QO', 'TA', 'UN', 'XA', 'XB', 'ZZ'];
  const known = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(region) !== undefined;
  return known && !unassigned.includes(region) ? { value: region } : { says };
}

export function language(text: string): Verdict {
  const says = say('language.form');
  try {
    const tag = Intl.getCanonicalLocales(text)[0] ?? '';
    const known = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }).of(new Intl.Locale(tag).language) !== undefined;
    return known && tag.length <= 35 ? { value: tag } : { says };
  } catch {
    return { says }; // RangeError is how Intl says that a tag is none.
  }
}

export function timeZone(text: string): Verdict {
  const says = say('time-zone.form');
  const known = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === text.toLowerCase());
  if (known !== undefined) return { value: known };
  try {
    // Names that ICU lists under an older spelling (Asia/Kolkata) are right too; bare offsets are not names.
    const zone = new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
    return /^[A-Za-z]/.test(text) && /^[A-Za-z]/.test(zone) ? { value: zone === 'UTC' ? 'UTC' : text } : { says };
  } catch {
    return { says };
  }
}

/** A decimal number of at most 15 digits, which is what a double holds exactly; without a sign +, leading or trailing zeros. */
export function number(text: string): Verdict {
  const says = say('number.form');
  const [, minus = '', whole = '', fraction = ''] = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(mapWidth(text)) ?? [];
  if (whole === '' || whole.length + fraction.length > 15) return { says };
  const [left, right] = [whole.replace(/^0+(?=\d)/, ''), fraction.replace(/0+$/, '')];
  const plain = right === '' ? left : `${left}.${right}`;
  return { value: minus === '-' && plain !== '0' ? `-${plain}` : plain };
}

export function yesNo(text: string): Verdict {
  const known = /^(?:(yes|true|1|on)|(no|false|0|off))$/i.exec(text);
  return known ? { value: known[1] === undefined ? 'no' : 'yes' } : { says: say('yes-no.form') };
}

/** A day of the calendar, without a time, as RFC 3339 writes it. */
export function date(text: string): Verdict {
  const says = say('date.form');
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // Date.parse takes 2027-02-30 for a day in March.
  return Number.isFinite(day) && new Date(day).toISOString().startsWith(text) ? { value: text } : { says };
}

export function link(text: string): Verdict {
  const says = say('link.form');
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || /\s/u.test(text)) return { says };
  return url.href.length <= linkMax ? { value: url.href } : { says: say('link.too-long', { max: linkMax }) };
}
