// Recovery codes: for somebody whose app or passkey is lost. Each replaces a second factor once, and never a password (rule 31).
// Called by authentication/. 60 bits each, kept as a keyed digest: whoever has the database alone cannot try them.
import { createHmac } from 'node:crypto';
import { type MasterKey, openMasterKey } from '#master-key.ts';
import type { World } from '#world.ts';
import { recoveryCodesAtOnce } from './contract.ts';

/** Crockford's: nothing that is taken for something else when read from paper. */
const signs = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 12;
const keyBytes = 32;

type Keyed = Pick<World, 'config'>;
const keyOf = ({ config }: Keyed): ReturnType<MasterKey['derive']> => openMasterKey(config).derive('recovery codes', keyBytes);

/** `codes` are shown once, in groups of four; `hashes` are kept. */
export function newRecoveryCodes(world: Pick<World, 'config' | 'random'>, userId: string): { readonly codes: string[]; readonly hashes: readonly string[] } {
  const texts = Array.from({ length: recoveryCodesAtOnce }, () => [...world.random(length)].map((byte) => signs[byte % signs.length]).join(''));
  return { codes: texts.map((text) => text.replace(/(.{4})(?=.)/g, '$1-')), hashes: texts.map((text) => digestOf(world, userId, text)) };
}

/** As somebody reads it from paper: case, spaces and dashes do not matter, O is 0, and I and L are 1. Null = it can be none. */
export function recoveryHashOf(world: Keyed, userId: string, typed: string): string | null {
  const text = typed.toLowerCase().replace(/[\s-]/g, '').replaceAll('o', '0').replace(/[il]/g, '1');
  const fits = text.length === length && [...text].every((sign) => signs.includes(sign));
  return fits ? digestOf(world, userId, text) : null;
}

const digestOf = (world: Keyed, userId: string, text: string): string => createHmac('sha256', keyOf(world)).update(`${userId} ${text}`).digest('base64url');
