// Signs heads of the chain with a key that lies outside the database, so that whoever can write the database alone cannot rewrite the past (rule 20).
// Called by main.ts now and then, by backups, and by verify. Ed25519 (RFC 8032); the key is derived from the master key, so all nodes have the same.
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { Database } from '#db/database.ts';
import { openMasterKey } from '#master-key.ts';

export type HeadKey = {
  sign(number: number, hash: string): string;
  verify(number: number, hash: string, signature: string): boolean;
  readonly publicKey: string;
};

/** What stands before the 32 bytes of an Ed25519 seed in PKCS #8 (RFC 8410 §7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const seedBytes = 32;
const said = (number: number, hash: string) => Buffer.from(`reeve-journal-head\n${number}\n${hash}`);

/** `masterKeyFile` '' = in the data folder, made when it is not there. */
export function openHeadKey(dataFolder: string, masterKeyFile = ''): HeadKey {
  const seed = openMasterKey({ data: dataFolder, masterKeyFile }).derive('journal head', seedBytes);
  return keyOf(createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' }));
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
