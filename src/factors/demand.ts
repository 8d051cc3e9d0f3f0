// Of whom a second factor is asked: whoever has one, whoever the rule names (settings, roles, stores, networks), and whoever goes to an application that asks for one.
// Called by authentication/ at each sign-in, and wherever a user is shown whether he needs one. Does not know how one is shown.
import type { Db } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import { inCidrs, parseCidr } from '#network.ts';
import { counts, heldBy } from '#permissions/decide.ts';
import type { Requirement } from '#proof/requirement-contract.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { type SignInRule, signInRule } from './contract.ts';
import { factorsOf } from './queries.ts';

/** `show` = one that he has; `add` = one that he lacks. `passkey` = nothing else will do. */
export type Demand = { readonly asks: 'none' | 'show' | 'add'; readonly passkey: boolean };
export type Asked = { readonly no: number; readonly id: string; readonly kind: string; readonly store_id: string; readonly has_factor: number };
/** `shown` = what he has shown so far; `requirement` = what the application asks for that he wants to go to, from wherever he comes. */
type Coming = { readonly network: string; readonly shown: string; readonly requirement: Requirement };

const demand = (asks: Demand['asks'], passkey = false): Demand => ({ asks, passkey });

export async function demandOf(world: World, user: Asked, { network, shown, requirement }: Coming): Promise<Demand> {
  if (requirement.factor === 'passkey') return demandOfPasskey(world, user, shown);
  if (shown !== '') return demand('none');
  if (user.has_factor === 1) return demand('show');
  const rule = world.settings.of(signInRule);
  const isAsked = requirement.factor === 'any' || ((await isRequired(world, user)) && !isTrusted(rule, network));
  return demand(isAsked ? 'add' : 'none');
}

/** Whoever has another factor shows that before he adds a passkey: his password alone would add one beside it. */
async function demandOfPasskey(world: World, { no, has_factor }: Asked, shown: string): Promise<Demand> {
  if (shown === 'passkey') return demand('none');
  if (await hasPasskey(world.db.read, no)) return demand('show', true);
  return has_factor === 1 && shown === '' ? demand('show') : demand('add', true);
}

/** One that was not copied. */
export const hasPasskey = async (source: Db, userNo: number): Promise<boolean> =>
  (await factorsOf(source, userNo)).some(({ kind, suspended_at }) => kind === 'passkey' && suspended_at === 0);

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
