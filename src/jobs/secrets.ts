// Seals what a job must keep until its owner has seen it: temporary passwords. AES-256-GCM under a key that is derived from the master key, bound to the row.
// Called by the runner, which seals, and by the action that shows. Knows no password.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import { openMasterKey } from '#master-key.ts';
import type { World } from '#world.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

const keyOf = ({ config }: World) => openMasterKey(config).derive('job secrets', keyBytes);

/** `place` = whose it is: sealed text that was moved elsewhere does not open. */
export function seal(world: World, secret: string, place: string): string {
  const nonce = world.random(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(world), nonce).setAAD(Buffer.from(place));
  return Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

export function unseal(world: World, sealed: string, place: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(world), bytes.subarray(0, nonceBytes)).setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8');
}
