// Whom a value of an attribute means, where that signs in: his mail address, his phone number, his badge. Each value is one user's at most (attribute_claims).
// Called by identifiers.ts once no user name fits. Does not know passwords.
import type { Definition } from '#attributes/definition.ts';
import { phone } from '#attributes/formats.ts';
import { judgeValue, uniqueKeyOf } from '#attributes/values.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { type Identifying, identifying } from './identifier-contract.ts';
import { type Claimant, claimantOf } from './identifier-queries.ts';

type Named = Identifying['attributes'][number];
const mailName = 'mail';
const phoneName = 'phone';

/** Null = nobody. `domainKey` null = of any store. */
export async function meantByAttribute(
  world: World,
  { text, domainKey }: { readonly text: string; readonly domainKey: string | null },
): Promise<number | null> {
  for (const named of world.settings.of(identifying).attributes) {
    const definition = world.authorizer.model.attributes.get(named.name);
    if (!definition || faultOf(definition) !== null) continue;
    const found = await claimant(world, definition, text);
    if (found && counts(found, named, domainKey)) return found.user_no;
  }
  return null;
}

async function claimant({ db }: World, definition: Definition, text: string): Promise<Claimant | undefined> {
  const value = storedForm(definition, text);
  return value === null ? undefined : claimantOf(db.read, { attributeNo: definition.no, key: uniqueKeyOf(definition, value) });
}

/** In the form it would be stored in; null = it can be nobody's. A phone number is the one field whose form every user is held to elsewhere. */
function storedForm(definition: Definition, text: string): string | null {
  const judged = definition.name === phoneName && definition.builtIn ? phone(text) : judgeValue(definition, text);
  return 'says' in judged || judged.value === '' ? null : judged.value;
}

/** In his bin, of another store than was said, of one where this does not sign in, or with an address that he has never confirmed: nobody. */
function counts(found: Claimant, { name, stores }: Named, domainKey: string | null): boolean {
  if (found.deleted_at > 0 || (domainKey !== null && found.domain_key !== domainKey)) return false;
  if (stores.length > 0 && !stores.includes(found.store_id)) return false;
  return name !== mailName || found.store_kind !== 'primary' || (found.verified_at > 0 && found.verified_key === found.mail_key);
}

/** What a user changes himself would let him take anybody's place; what others have too names nobody. A mail address is confirmed instead. */
export function faultOf({ unique, change, name }: Pick<Definition, 'unique' | 'change' | 'name'>): 'identifier.not-unique' | 'identifier.by-user' | null {
  if (!unique) return 'identifier.not-unique';
  return change === 'user' && name !== mailName ? 'identifier.by-user' : null;
}

/** Throws what speaks against it, attribute by attribute. */
export function checkIdentifying(definitions: ReadonlyMap<string, Definition>, { attributes }: Identifying): void {
  const faults = attributes.flatMap(({ name }, at) => {
    const definition = definitions.get(name);
    if (!definition) throw new Refusal('attribute.missing', {}, [{ field: `attributes.${at}.name` }]);
    const fault = faultOf(definition);
    return fault === null ? [] : [{ field: `attributes.${at}.name`, says: say(fault, { name: definition.displayName || name }) }];
  });
  if (faults.length > 0) throw new Refusal('identifier.unfit', { says: faults.map(({ says }) => says) }, faults);
}
