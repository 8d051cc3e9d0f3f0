// Whom a typed name means: `DOMAIN/name`, or a bare name, which is PRIMARY's first, then the other stores' in their order; then whoever has it as an attribute that
// signs in (identify-by.ts).
// Called by authenticate.ts. Does not know passwords, nor what to answer when nobody is meant.
import { nameKeyOf } from '#names/name.ts';
import type { World } from '#world.ts';
import { meantByAttribute } from './identify-by.ts';
import { type CredentialRow, credentialByKey, readCredential } from './queries.ts';

const primary = 'PRIMARY';
/** The longest that can be anybody's: a domain, a slash, and a store's name of 255. */
const typedMax = 320;

/**
 * `domain` and `name` are what is counted by: the user's own if somebody is meant, else what was typed, alike. So no spelling opens a second budget; that two spellings
 * share one tells that they are one user's, and why that stays is in docs/decisions/007.
 */
/** `said` = the domain that was typed; null = none was. */
export type Meant = { readonly user: CredentialRow | null; readonly domain: string; readonly name: string; readonly said: string | null };

export async function whoIsMeant(world: World, typed: string): Promise<Meant> {
  const db = world.db.read;
  const text = typed.slice(0, typedMax);
  const slash = text.indexOf('/');
  const [domain, name] = slash < 0 ? [null, text] : [text.slice(0, slash), text.slice(slash + 1)];
  const domainKey = domain === null ? null : nameKeyOf(domain.trim());
  const user = (await credentialByKey(db, { key: nameKeyOf(name.trim()), domainKey })) ?? (await byAttribute(world, { text: name, domainKey }));
  return user ? { user, domain: user.domain, name: user.user_name, said: domain } : { user: null, domain: domain ?? primary, name: name.trim(), said: domain };
}

async function byAttribute(world: World, asked: Parameters<typeof meantByAttribute>[1]): Promise<CredentialRow | undefined> {
  const no = await meantByAttribute(world, asked);
  return no === null ? undefined : readCredential(world.db.read, no);
}
