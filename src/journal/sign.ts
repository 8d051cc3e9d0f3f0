// Signs heads of the chain with a key that lies outside the database, so that whoever can write the database alone cannot rewrite the past (rule 20).
// Called by main.ts now and then, by backups, and by verify. Ed25519 (RFC 8032); the key is a 0600 file in the data folder.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '#db/database.ts';

export type HeadKey = {
  sign(number: number, hash: string): string;
  verify(number: number, hash: string, signature: string): boolean;
  readonly publicKey: string;
};

const ownerOnly = 0o600;
const said = (number: number, hash: string) => Buffer.from(`reeve-journal-head\n${number}\n${hash}`);

/** The key in `journal-key.pem`; made when it is not there. */
export function openHeadKey(dataFolder: string): HeadKey {
  const file = join(dataFolder, 'journal-key.pem');
  if (!existsSync(file))
    writeFileSync(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: ownerOnly, flag: 'wx' });
  return keyOf(createPrivateKey(readFileSync(file)));
}

function keyOf(privateKey: KeyObject): HeadKey {
  const publicKey = createPublicKey(privateKey);
  return {
    sign: (number, hash) => sign(null, said(number, hash), privateKey).toString('base64'),
    verify: (number, hash, signature) => verify(null, said(number, hash), publicKey, Buffer.from(signature, 'base64')),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

/** Signs the newest head if it is not signed yet; gives it for the log. */
export async function signHead(
  database: Database,
  key: HeadKey,
  now: number,
): Promise<{ readonly number: number; readonly hash: string; readonly signature: string } | null> {
  const { number, hash } = await database.read.selectFrom('journal_head').select(['number', 'hash']).where('only', '=', 1).executeTakeFirstOrThrow();
  const known = await database.read.selectFrom('journal_signatures').select('number').where('number', '=', number).executeTakeFirst();
  if (number === 0 || known) return null;
  const signature = key.sign(number, hash);
  await database.write((tx) =>
    tx
      .insertInto('journal_signatures')
      .values({ number, hash, signature, at: now })
      .onConflict((taken) => taken.column('number').doNothing())
      .execute(),
  );
  return { number, hash, signature };
}
