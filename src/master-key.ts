// The master key: 32 bytes in a file of the owner's, outside the database. Every other key is derived from it or wrapped by it (rule 27).
// Opened by whoever needs a key. All nodes over one database have the same: open-world.ts holds that at start. Knows no use of a key.
import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const bytes = 32;
const ownerOnly = 0o600;

export type MasterKey = {
  /** HKDF-SHA-256 (RFC 5869), one key for each use. */
  derive(use: string, length: number): Buffer;
  /** Tells two master keys apart, and nothing about either. */
  readonly check: string;
};
export type Place = { readonly data: string; readonly masterKeyFile: string };

export class MasterKeyFault extends Error {
  override readonly name = 'MasterKeyFault';
}

export const masterKeyFile = ({ data, masterKeyFile: given }: Place): string => given || join(data, 'master-key');

/** Makes the file in the data folder when it is not there; one that was named must be. */
export function openMasterKey(place: Place): MasterKey {
  const file = masterKeyFile(place);
  if (!existsSync(file)) make(place, file);
  const text = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new MasterKeyFault(`${file} is no master key: it must hold ${bytes} bytes as ${2 * bytes} hexadecimal digits.`);
  const key = Buffer.from(text, 'hex');
  return {
    derive: (use, length) => Buffer.from(hkdfSync('sha256', key, '', `reeve ${use}`, length)),
    check: createHmac('sha256', key).update('reeve master check').digest('hex'),
  };
}

function make({ masterKeyFile: given }: Place, file: string) {
  if (given) throw new MasterKeyFault(`There is no master key at ${given}. Copy it from a node that has it.`);
  try {
    writeFileSync(file, `${randomBytes(bytes).toString('hex')}\n`, { mode: ownerOnly, flag: 'wx' });
  } catch (fault) {
    // Another process of this host made it a moment ago.
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'EEXIST')) throw fault;
  }
}
