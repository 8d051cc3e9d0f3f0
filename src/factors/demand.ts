// Of whom a second factor is asked: whoever has one, and whoever the rule names (settings, roles, stores, networks).
// Called by authentication/ at each sign-in, and wherever a user is shown whether he needs one. Does not know how one is shown.
import { Refusal } from '#errors.ts';
import { inCidrs, parseCidr } from '#network.ts';
import { counts, heldBy } from '#permissions/decide.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { type SignInRule, signInRule } from './contract.ts';

/** `show` = he has one; `add` = he needs one and has none. */
export type Demand = 'none' | 'show' | 'add';
export type Asked = { readonly id: string; readonly kind: string; readonly store_id: string; readonly has_factor: number };

export async function demandOf(world: World, user: Asked, network: string): Promise<Demand> {
  if (user.has_factor === 1) return 'show';
  const rule = world.settings.of(signInRule);
  return (await isRequired(world, user)) && !isTrusted(rule, network) ? 'add' : 'none';
}

/** Wherever he comes from. Devices and programs have nobody who could show one. */
export async function isRequired(world: World, { id, kind, store_id }: Pick<Asked, 'id' | 'kind' | 'store_id'>): Promise<boolean> {
  const { secondFactor, requiredStores, requiredRoles } = world.settings.of(signInRule);
  if (kind !== 'person') return false;
  if (secondFactor === 'required' || requiredStores.includes(store_id)) return true;
  return requiredRoles.length > 0 && holdsOneOf(world, id, requiredRoles);
}

async function holdsOneOf(world: World, id: string, roles: readonly string[]): Promise<boolean> {
  const subject = await world.authorizer.subject(id);
  const now = world.now();
  return subject !== null && heldBy(world.authorizer.model, subject).some(({ role, grant }) => counts(grant, now) && roles.includes(role.id));
}

/** What is known of where somebody comes from is a /24 or a /56: it lies in a trusted network wholly, or not at all. */
const isTrusted = ({ trustedNetworks }: SignInRule, network: string): boolean => inCidrs(network.replace(/\/\d+$/, ''), trustedNetworks);

const prefixMax = { 4: 24, 6: 56 } as const;

/** Throws `input.invalid` for what is no network, or narrower than networks are told apart here. */
export function checkNetworks(networks: readonly string[]): void {
  const faults = networks.flatMap((written, at) => {
    const cidr = parseCidr(written);
    if (cidr && cidr.prefix <= prefixMax[cidr.family]) return [];
    const narrow = cidr ? say('network.narrow', { network: written, prefix: prefixMax[cidr.family] }) : say('network.none', { network: written });
    return [{ field: `trustedNetworks.${at}`, said: narrow }];
  });
  if (faults.length > 0) throw new Refusal('input.invalid', {}, faults);
}
