// A value of a column as text, by the kind of the column; or the sentence why it cannot be taken.
// Called by entries.ts. Pure. A database is not trusted to hold what its columns promise.
import { type Said, type Sentence, say } from '#sentences/sentence.ts';
import { limits } from '../driver.ts';
import { type Taken, takeText } from '../entry-text.ts';
import type { Value } from './connection.ts';
import type { Kind } from './shape.ts';

export type Texts = { readonly texts: readonly string[]; readonly says: readonly Sentence[] };

/** Lists and repeated rows become several texts; null and what is blank none. `of` names it in what is said. */
export function textsOf(values: readonly Value[], kind: Kind, of: Said): Texts {
  const all = values.flatMap((value) => (Array.isArray(value) ? (value as Value[]) : [value])).filter((value) => value !== null);
  const taken = all.slice(0, limits.valuesMax).map((value) => takeValue(value, kind, of));
  const texts = taken.flatMap((one) => ('text' in one && one.text !== '' ? [one.text] : []));
  const says = taken.flatMap((one) => ('says' in one ? [one.says] : []));
  return { texts, says: all.length > taken.length ? [...says, say('entry.many-values-of', { of, max: limits.valuesMax })] : says };
}

function takeValue(value: Value, kind: Kind, of: Said): Taken {
  const written = writtenAs(value, kind);
  if (written === null) return { says: say('value.kind', { of }) };
  // Lines of an address or a remark become one.
  return takeColumn(written.replace(/[\t\r\n]+/g, ' '), of);
}

/** Where bytes are no UTF-8, the driver has put the replacement character already. What was cut off may have been blank, and is longer all the same. */
export function takeColumn(text: string, of: Said, lengthMax: number = limits.valueLengthMax): Taken {
  if (text.length > lengthMax) return { says: say('value.longer', { of, max: lengthMax }) };
  return text.includes('\ufffd') ? { says: say('value.no-utf8', { of }) } : takeText(text, of, lengthMax);
}

function writtenAs(value: Value, kind: Kind): string | null {
  if (Buffer.isBuffer(value)) return kind === 'bits' ? String(BigInt(`0x${value.toString('hex') || '0'}`)) : value.toString('base64');
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return null;
  if (kind === 'moment') return isoOf(value);
  if (kind === 'boolean') return value === 't' ? 'true' : value === 'f' ? 'false' : value;
  return value;
}

/** As ISO 8601; the session is in UTC. A date stays one, and a moment that never was (0000-00-00) is none. */
export function isoOf(text: string): string {
  const [, date, time, zone] = /^(\d{4,}-\d\d-\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d+)?)(\+00(?::00)?)?)?$/.exec(text) ?? [];
  if (date === undefined) return text;
  if (date.startsWith('0000')) return '';
  return time === undefined ? date : `${date}T${time}${zone === undefined ? '' : 'Z'}`;
}

/** A key as text: bytes in hexadecimal, all else as it is. */
export function keyText(value: Value): string {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  return value === null || value === undefined ? '' : String(value).trim();
}

/** The key as the column wants it. Null = no key of that column is written so. */
export function keyValue(text: string, kind: Kind): string | Buffer | null {
  if (text === '' || !isTakenAs(text)) return null;
  if (kind !== 'bytes') return text;
  return /^(?:[0-9a-f]{2})+$/.test(text) ? Buffer.from(text, 'hex') : null;
}

/** A name or key that Reeve would take as it stands: what would not be taken is not looked for either. */
export function isTakenAs(text: string): boolean {
  const taken = takeColumn(text, '', limits.nameLengthMax);
  return 'text' in taken && taken.text === text;
}

/** What stands for no, in all the ways in which tables write it: null, false, 0, 'N', bit 0, and the moment that never was. */
export function isTrue(value: Value): boolean {
  if (value === null || value === undefined) return false;
  if (Buffer.isBuffer(value)) return value.some((byte) => byte !== 0);
  return !/^(?:|0+|f|false|n|no|off|0000-00-00.*)$/i.test(String(value).trim());
}
