// The sealed file: scrypt (RFC 7914) makes the keys, AES-256-GCM seals chunk after chunk, each nonce a counter with a mark on the last (the STREAM construction, as in age).
// So no chunk can be altered, left out, repeated or moved, and none can follow the last. Called by back-up.ts and restore.ts.
// Knows bytes and lines, not what they say.
import { createCipheriv, createDecipheriv, createHmac, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { BackupFault, type Head } from './backup.ts';

const magic = Buffer.from('REEVE-BACKUP\n');
const keyBytes = 32;
const macBytes = 32;
const tagBytes = 16;
const lengthBytes = 4;
const counterBytes = 11;
const saltBytes = 16;
/** 128 MiB and about half a second: what one guess costs (RFC 7914 §2; OWASP's N = 2^17, r = 8, p = 1). */
export const costDefault = 2 ** 17;
const costMax = 2 ** 20;
const blockSize = 8;
/** What scrypt needs besides its table. */
const memoryBeside = 1024 * 1024;
const headBytesMax = 65_536;
const chunkCharactersMin = 256 * 1024;
const chunkBytesMax = 64 * 1024 * 1024;
const levelOfSpeed = 1;

type Locks = { readonly key: Buffer; readonly macKey: Buffer };
type Written = { readonly head: Head; readonly salt: string; readonly cost: number };
const deflate = promisify(deflateRaw);
const inflate = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

export type Sealing = { readonly head: Head; readonly passphrase: string; readonly cost?: number };

/** The file, piece by piece. */
export async function* seal(lines: AsyncIterable<string>, { head, passphrase, cost = costDefault }: Sealing): AsyncGenerator<Buffer> {
  const salt = randomBytes(saltBytes);
  const locks = await locksOf(passphrase, salt, cost);
  const text = Buffer.from(JSON.stringify({ head, salt: salt.toString('base64'), cost } satisfies Written));
  const top = Buffer.concat([magic, numberBytes(text.length), text]);
  const mac = macOf(locks, top);
  yield Buffer.concat([top, mac]);
  let counter = 0;
  let held: string | null = null;
  for await (const chunk of chunksOf(lines)) {
    if (held !== null) yield await sealed(locks, { mac, counter: counter++, last: false }, held);
    held = chunk;
  }
  yield await sealed(locks, { mac, counter, last: true }, held ?? '');
}

/** Whole lines, so that each chunk can be read alone. */
async function* chunksOf(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let waiting: string[] = [];
  let characters = 0;
  for await (const line of lines) {
    waiting.push(line);
    characters += line.length + 1;
    if (characters < chunkCharactersMin) continue;
    yield waiting.join('\n');
    waiting = [];
    characters = 0;
  }
  if (waiting.length > 0) yield waiting.join('\n');
}

type Place = { readonly mac: Buffer; readonly counter: number; readonly last: boolean };

function nonceOf({ counter, last }: Place): Buffer {
  const nonce = Buffer.alloc(counterBytes + 1);
  nonce.writeUIntBE(counter, counterBytes - 6, 6);
  nonce.writeUInt8(last ? 1 : 0, counterBytes);
  return nonce;
}

async function sealed({ key }: Locks, place: Place, text: string): Promise<Buffer> {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(place.mac);
  const body = Buffer.concat([cipher.update(await deflate(Buffer.from(text), { level: levelOfSpeed })), cipher.final()]);
  return Buffer.concat([numberBytes(body.length), body, cipher.getAuthTag()]);
}

// ── Opening ──

/** Gives just so many bytes, fewer only at the end of the file. */
export type Read = (bytes: number) => Promise<Buffer>;
export type Opened = { readonly head: Head; readonly lines: AsyncGenerator<readonly string[]> };

/** BackupFault for a wrong passphrase, and while reading `lines` for whatever was altered or cut off. */
export async function open(read: Read, passphrase: string): Promise<Opened> {
  const start = await exactly(read, magic.length + lengthBytes, notOurs);
  if (!start.subarray(0, magic.length).equals(magic)) throw new BackupFault(notOurs);
  const text = await exactly(read, boundedLength(start.subarray(magic.length), headBytesMax), cut);
  const mac = await exactly(read, macBytes, cut);
  const { head, salt, cost } = parseHead(text);
  const locks = await locksOf(passphrase, Buffer.from(salt, 'base64'), cost);
  if (!timingSafeEqual(macOf(locks, Buffer.concat([start, text])), mac))
    throw new BackupFault('The passphrase is not right, or the beginning of the file was altered.');
  return { head, lines: chunksIn(read, locks, mac) };
}

const notOurs = 'This file is no backup of Reeve.';
const cut = 'The backup is cut short: its end is missing.';
const altered = 'The backup was altered, or is damaged. Nothing was restored from it.';

async function* chunksIn(read: Read, locks: Locks, mac: Buffer): AsyncGenerator<readonly string[]> {
  for (let counter = 0, last = false; !last; counter += 1) {
    const length = boundedLength(await exactly(read, lengthBytes, cut), chunkBytesMax);
    const body = await exactly(read, length + tagBytes, cut);
    const more = unsealed(locks, { mac, counter, last: false }, body);
    last = more === null;
    const plain = more ?? unsealed(locks, { mac, counter, last: true }, body);
    if (plain === null) throw new BackupFault(altered);
    const text = (await inflate(plain, { maxOutputLength: chunkBytesMax })).toString('utf8');
    if (text !== '') yield text.split('\n');
  }
  if ((await read(1)).length > 0) throw new BackupFault(altered);
}

/** Null = not what was sealed at this place. */
function unsealed({ key }: Locks, place: Place, body: Buffer): Buffer | null {
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(place)).setAAD(place.mac).setAuthTag(body.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()]);
  } catch {
    return null;
  }
}

async function exactly(read: Read, bytes: number, otherwise: string): Promise<Buffer> {
  const found = await read(bytes);
  if (found.length < bytes) throw new BackupFault(otherwise);
  return found;
}

function boundedLength(bytes: Buffer, max: number): number {
  const length = bytes.readUInt32BE(0);
  if (length > max) throw new BackupFault(altered);
  return length;
}

/** Not authentic yet: only what is needed to find out is looked at. */
function parseHead(text: Buffer): Written {
  try {
    const found: unknown = JSON.parse(text.toString('utf8'));
    if (isWritten(found)) return found;
  } catch {
    throw new BackupFault(altered);
  }
  throw new BackupFault('This backup was written in a form that this program does not know. Install a newer Reeve.');
}

function isWritten(found: unknown): found is Written {
  if (typeof found !== 'object' || found === null || !('head' in found) || !('salt' in found) || !('cost' in found)) return false;
  const { head, salt, cost } = found;
  const isOurs = typeof head === 'object' && head !== null && 'format' in head && head.format === 'reeve-backup' && 'version' in head && head.version === 1;
  // scrypt wants a power of two; more than the limit would only stop this machine.
  return isOurs && typeof salt === 'string' && typeof cost === 'number' && cost > 1 && cost <= costMax && Number.isInteger(Math.log2(cost));
}

function locksOf(passphrase: string, salt: Buffer, cost: number): Promise<Locks> {
  const options = { N: cost, r: blockSize, p: 1, maxmem: 256 * cost * blockSize + memoryBeside };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 2 * keyBytes, options, (fault, made) => {
      if (fault) reject(fault);
      else resolve({ key: made.subarray(0, keyBytes), macKey: made.subarray(keyBytes) });
    });
  });
}

const macOf = ({ macKey }: Locks, bytes: Buffer): Buffer => createHmac('sha256', macKey).update(bytes).digest();

function numberBytes(number: number): Buffer {
  const bytes = Buffer.alloc(lengthBytes);
  bytes.writeUInt32BE(number);
  return bytes;
}
