// Whom a typed name means: `DOMAIN/name`, or a bare name, which is PRIMARY's first, then the other stores' in their order.
// Called by authenticate.ts. Does not know passwords, nor what to answer when nobody is meant.
import type { Db } from '#db/tables.ts';
import { nameKeyOf } from '#names/name.ts';
import { type CredentialRow, findByIdentifier, readCredential } from './queries.ts';

const primary = 'PRIMARY';
/** The longest that can be anybody's: a domain, a slash, and a store's name of 255. */
const typedMax = 320;

/** `domain` and `name` are what is counted by: the user's own if somebody is meant, else what was typed, alike. */
/** `said` = the domain that was typed; null = none was. */
export type Meant = { readonly user: CredentialRow | null; readonly domain: string; readonly name: string; readonly said: string | null };

export async function whoIsMeant(db: Db, typed: string): Promise<Meant> {
  const text = typed.slice(0, typedMax);
  const slash = text.indexOf('/');
  const [domain, name] = slash < 0 ? [null, text] : [text.slice(0, slash), text.slice(slash + 1)];
  const found = await findByIdentifier(db, { key: nameKeyOf(name.trim()), domainKey: domain === null ? null : nameKeyOf(domain.trim()) });
  // They come in the order of the stores, PRIMARY first.
  const one = found[0];
  const user = one ? await readCredential(db, one.user_no) : undefined;
  return user ? { user, domain: user.domain, name: user.user_name, said: domain } : { user: null, domain: domain ?? primary, name: name.trim(), said: domain };
}
