// Proving again who one is, in a session that is already there (step-up): by a passkey, a code or, for whoever has no second factor, the password;
// by his identity provider for whoever has neither (prove-there.ts).
// Read by actions.ts. A wrong proof counts as a failure, like one at the sign-in page. What asks for it is action.ts's to say.
import { type Action, action, type Call } from '#action.ts';
import type { UserActor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { newCeremony } from '#factors/ceremony.ts';
import { hasPasskeys, optionsToShow } from '#factors/passkeys.ts';
import { countRecoveryCodes, factorsOf } from '#factors/queries.ts';
import {
  beginPasskeyProof,
  myProof,
  type ProofWay,
  proofRule,
  proofRuleOperations,
  provePasskey as provePasskeyOperation,
  provePassword,
} from '#proof/contract.ts';
import { writeProved } from '#proof/queries.ts';
import { provedUntil } from '#proof/refuse-unproved.ts';
import { changeSettings } from '#settings/change.ts';
import type { World } from '#world.ts';
import { writeFactorOfSession } from './flow-queries.ts';
import { proveCurrent } from './prove-current.ts';
import { provePasskey } from './prove-passkey.ts';
import { beginProof, provingAccounts } from './prove-there.ts';
import { isWithoutPassword } from './proved-anew.ts';
import type { CredentialRow } from './queries.ts';
import { mine, sessionOf, whereOf } from './whose-session.ts';

const boundTo = ({ viaId }: UserActor) => ({ purpose: 'again', bound: viaId });

const passkeysOf = async (world: World, userNo: number) =>
  hasPasskeys(world.config) ? (await factorsOf(world.db.read, userNo)).filter(({ kind, suspended_at }) => kind === 'passkey' && suspended_at === 0) : [];

/** Strongest first. Whoever has a second factor shows that: his password alone is what a thief may have. */
async function waysOf(world: World, user: CredentialRow): Promise<readonly ProofWay[]> {
  const { read } = world.db;
  if (user.has_factor === 0 && hasPassword(user)) return ['password'];
  if (user.has_factor === 0) return (await provingAccounts(read, user)).length > 0 ? ['provider'] : [];
  const hasCode = (await factorsOf(read, user.no)).some(({ kind }) => kind === 'totp') || (await countRecoveryCodes(read, user.no)) > 0;
  return [...((await passkeysOf(world, user.no)).length > 0 ? (['passkey'] as const) : []), ...(hasCode ? (['code'] as const) : [])];
}

/** A store keeps its users' passwords itself. */
const hasPassword = (user: CredentialRow): boolean => !isWithoutPassword(user);

/** The last that there is: nothing is asked. */
const lastMoment = 8_640_000_000_000_000;
const untilIn = (until: number): number => Math.min(until, lastMoment);

/** A session of this node is remembered for a second: it is read anew. */
async function proved({ world }: Call, { viaId }: UserActor, write: Parameters<World['db']['write']>[0]) {
  await world.db.write(write);
  world.bearers.forget(viaId);
  return {};
}

export const proofActions: readonly Action[] = [
  action(proofRuleOperations.show, async ({ world }) => ({ version: world.settings.versionOf(proofRule), settings: world.settings.of(proofRule) })),
  action(proofRuleOperations.change, (call, { version, ...set }) => call.change((doing) => changeSettings(doing, proofRule, { version, set }))),
  action(myProof, async (call) => {
    if (call.actor.kind !== 'user') throw new Refusal('auth.required');
    const until = call.actor.via === 'session' ? await provedUntil(call.world, call.actor) : 0;
    const user = await mine(call, call.actor);
    const accounts = await provingAccounts(call.world.db.read, user);
    const providers = [...new Map(accounts.map((one) => [one.provider_key, one.provider_name]))].map(([provider, name]) => ({ provider, name }));
    return { ways: [...(await waysOf(call.world, user))], providers, until: until > call.now ? untilIn(until) : 0 };
  }),
  action(provePassword, async (call, { current }) => {
    const actor = sessionOf(call);
    const user = await mine(call, actor);
    if (user.has_factor === 1) throw new Refusal('factor.prove-first');
    await proveCurrent(call.world, user, { current, ...whereOf(actor) });
    return proved(call, actor, (tx) => writeProved(tx, { id: actor.viaId, now: call.world.now() }));
  }),
  beginProof,
  action(beginPasskeyProof, async (call) => {
    const actor = sessionOf(call);
    const passkeys = await passkeysOf(call.world, actor.no);
    if (passkeys.length === 0) throw new Refusal('factor.missing');
    const { challenge, ceremony } = newCeremony(call.world, boundTo(actor));
    return { options: await optionsToShow(call.world, challenge, passkeys), ceremony };
  }),
  action(provePasskeyOperation, async (call, shown) => {
    const actor = sessionOf(call);
    await provePasskey(call.world, await mine(call, actor), { ...shown, bound: boundTo(actor), ...whereOf(actor) });
    return proved(call, actor, (tx) => writeFactorOfSession(tx, { id: actor.viaId, factor: 'passkey', now: call.world.now() }));
  }),
];
