// The envelope sender of a mail, where a mailbox for what comes back is set up: it bears the mail's id and a mark that only we can make, so that a report is believed
// without being sent to us by somebody we know (variable envelope return path).
// Called by the runner and by whoever reads a report. Pure but for the master key.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { openMasterKey, type Place } from '#master-key.ts';

const idBytes = 16;
const markBytes = 10;
const keyBytes = 32;
/** Letters and digits alone, in small letters: mail servers change the case. */
const base = 36;
const textLength = 41;
/** RFC 5321 §4.5.3.1.1, less what is put behind it. */
export const mailboxMax = 64 - textLength - 1;
const shape = new RegExp(`\\+([0-9a-z]{${textLength}})@`);

type Marked = { readonly id: string; readonly address: string };

export function returnAddress(place: Place, mailbox: string, mail: Marked): string {
  const at = mailbox.lastIndexOf('@');
  const bytes = Buffer.concat([Buffer.from(mail.id.replaceAll('-', ''), 'hex'), markOf(place, mail)]);
  const text = BigInt(`0x${bytes.toString('hex')}`)
    .toString(base)
    .padStart(textLength, '0');
  return `${mailbox.slice(0, at)}+${text}${mailbox.slice(at)}`;
}

/** The id of the mail that an address speaks of, and the mark it bears; null = none of ours. */
export function markedIn(address: string): { readonly id: string; readonly mark: Buffer } | null {
  const [, text] = shape.exec(address.toLowerCase()) ?? [];
  if (text === undefined) return null;
  const hex = numberOf(text)
    .toString(16)
    .padStart((idBytes + markBytes) * 2, '0');
  if (hex.length > (idBytes + markBytes) * 2) return null;
  const [, ...parts] = /^(.{8})(.{4})(.{4})(.{4})(.{12})/.exec(hex) ?? [];
  return { id: parts.join('-'), mark: Buffer.from(hex.slice(idBytes * 2), 'hex') };
}

const numberOf = (text: string): bigint => [...text].reduce((sum, digit) => sum * BigInt(base) + BigInt(Number.parseInt(digit, base)), 0n);

/** Bound to the mail and to whom it went. */
export const isMark = (place: Place, mail: Marked, mark: Buffer): boolean => mark.length === markBytes && timingSafeEqual(mark, markOf(place, mail));

const markOf = (place: Place, { id, address }: Marked): Buffer =>
  createHmac('sha256', openMasterKey(place).derive('mail returns', keyBytes)).update(`${id} ${address}`).digest().subarray(0, markBytes);
