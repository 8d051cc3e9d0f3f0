// Seals what must be kept and never shown by the database alone: AES-256-GCM under a key derived from the master key for this use, bound to the place it lies in.
// Called by jobs/ (temporary passwords), stores/ (the password a store is read with), factors/ (what an app counts with), mail/ (what a mail is made from, and
// the server's password), providers/ (the client's secret, and what a browser carries there and back), and when a form was shown. Knows none of them.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { openMasterKey, type Place } from './master-key.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

type Sealing = { readonly config: Place; random(bytes: number): Buffer };
/** `use` = which key; `place` = whose it is: sealed text that was moved elsewhere does not open. */
export type Bound = {
  readonly use:
    | 'job secrets'
    | 'store secrets'
    | 'factor secrets'
    | 'mail secrets'
    | 'settings secrets'
    | 'form secrets'
    | 'provider secrets'
    | 'provider trips';
  readonly place: string;
};

const keyOf = ({ config }: Pick<Sealing, 'config'>, { use }: Bound) => openMasterKey(config).derive(use, keyBytes);

export function seal(sealing: Sealing, secret: string, bound: Bound): string {
  const nonce = sealing.random(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(sealing, bound), nonce).setAAD(Buffer.from(bound.place));
  return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

export function unseal(sealing: Pick<Sealing, 'config'>, sealed: string, bound: Bound): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(sealing, bound), bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(bound.place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8');
}
