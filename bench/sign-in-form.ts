// Signing in over HTTP as a browser does, and users of PRIMARY who can. Called by bench files that measure sign-ins.
import { createHash } from 'node:crypto';
import type { World } from '#world.ts';
import { wire } from './load.ts';
import { administrator } from './organisation.ts';

type Typed = { readonly userName: string; readonly password: string /** As a proxy in front would say where he comes from. */; readonly from?: string };

/** The form as a browser sends it: the flow's cookie, and the token that is made from it. */
export function signInForm({ userName, password, from }: Typed): Buffer {
  const cookie = 'bench-flow-cookie-of-enough-length-00000000000';
  const csrf = createHash('sha256').update(`reeve form ${cookie}`).digest('base64url');
  const body = new URLSearchParams({ csrf, userName, password, to: '/account' }).toString();
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    cookie: `__Host-reeve-flow=${cookie}`,
    origin: 'https://localhost',
    'content-length': String(Buffer.byteLength(body)),
    ...(from === undefined ? {} : { 'x-forwarded-for': from }),
  };
  return wire({ method: 'POST', path: '/sign-in', headers, body });
}

/** Users who can all sign in with the administrator's password. Gives its hash. */
export async function givePasswords(world: World, nos: readonly number[]): Promise<string> {
  const hash = await world.hashing.hash(administrator.password);
  await world.db.write(async (tx) => {
    const rows = nos.map((no) => ({ user_no: no, password_hash: hash, changed_at: 1, must_change: 0, temporary_until: 0 }));
    await tx.insertInto('credentials').values(rows).execute();
    const names = await tx.selectFrom('users').select(['no', 'name_key', 'store_no']).where('no', 'in', nos).execute();
    await tx
      .insertInto('identifiers')
      .values(names.map(({ no, name_key, store_no }) => ({ store_no, key: name_key, kind: 'name', user_no: no })))
      .execute();
    await tx
      .insertInto('user_sign_ins')
      .values(nos.map((no) => ({ user_no: no, last_sign_in_at: 0 })))
      .execute();
  });
  return hash;
}
