// Trying an identity provider before it is kept: the administrator goes there and comes back in his own session, and sees what arrived. Nobody is linked.
// Read by actions.ts; coming back is called by edges/sign-in. The draft, which holds the client's secret, and what arrived lie sealed, for minutes.
import { type Action, action } from '#action.ts';
import type { UserActor } from '#actor.ts';
import type { InputOf, OutputOf } from '#contract.ts';
import { Refusal } from '#errors.ts';
import { type Arrived, type Connection, ProviderFault } from '#identity-provider.ts';
import { needsWhole } from '#permissions/needs-whole.ts';
import { provedMail, shownClaims } from '#providers/claims.ts';
import { showTrial, tryProvider } from '#providers/contract.ts';
import { foundProvider } from '#providers/found.ts';
import { beginTrial, endTrial, type TrialRow, trialById } from '#providers/queries.ts';
import { beginningOf, checkConnection, connectionWith, issuerOf, keptSecretFor, redirectUriOf } from '#providers/settings.ts';
import { type Bound, seal, unseal } from '#sealing.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import { newTrip, spendTrip, tripOf } from './trips.ts';

const trialMilliseconds = 15 * 60_000;

type Draft = { readonly key: string; readonly trustsMail: boolean; readonly connection: Connection };
type Result = Omit<OutputOf<typeof showTrial>, 'state' | 'endsAt'>;
const nothing: Result = { says: '', issuer: '', subject: '', mail: '', claims: [] };

const boundTo = (id: string, what: 'draft' | 'result'): Bound => ({ use: 'provider secrets', place: `trial ${id} ${what}` });

export const tryProviderActions: readonly Action[] = [
  action(tryProvider, async (call, asked) => {
    needsWhole(call);
    const { world, actor, now } = call;
    if (actor.kind !== 'user' || actor.via !== 'session') throw new Refusal('trial.session-needed');
    const redirectUri = redirectUriOf(world, asked.key);
    if (redirectUri === '') throw new Refusal('provider.no-address');
    const draft = await draftOf(world, asked);
    const [id, endsAt] = [world.newId(), now + trialMilliseconds];
    const trip = newTrip(world, { purpose: 'try', browser: actor.viaId }, { whither: id, to: '' });
    const url = await inWords(() => world.providers.begin(draft.connection, { ...trip, redirectUri }));
    const sealed = seal(world, JSON.stringify(draft), boundTo(id, 'draft'));
    await world.db.write((tx) => beginTrial(tx, { id, user_no: actor.no, draft: sealed, state: 'waiting', result: '', ends_at: endsAt }));
    return { trial: id, url, endsAt };
  }),
  action(showTrial, async (call, { trial }) => {
    needsWhole(call);
    const { world, actor, now } = call;
    const row = await trialById(world.db.read, trial);
    if (!row || actor.kind !== 'user' || row.user_no !== actor.no || !(now < row.ends_at)) throw new Refusal('trial.missing');
    return { state: stateIn(row), ...resultOf(world, row), endsAt: row.ends_at };
  }),
];

const stateIn = ({ state }: TrialRow): OutputOf<typeof showTrial>['state'] => (state === 'arrived' || state === 'failed' ? state : 'waiting');

const resultOf = (world: World, { id, result }: TrialRow): Result =>
  // Written below.
  result === '' ? nothing : (JSON.parse(unseal(world, result, boundTo(id, 'result'))) as Result);

/** What is kept is used by whoever might change the provider anyway, and goes only where it was kept for. */
async function draftOf(world: World, { id, key, preset, issuer: said, secret, trustsMail = false, ...given }: InputOf<typeof tryProvider>): Promise<Draft> {
  const where = { ...beginningOf(preset), ...given, preset, issuer: issuerOf(preset, said) };
  checkConnection(where, secret);
  const kept = id === undefined || secret !== undefined ? (secret ?? '') : keptSecretFor(world, await foundProvider(world.db.read, { id }), where);
  return { key, trustsMail, connection: connectionWith(where, kept) };
}

/** An administrator is told what went wrong. */
async function inWords<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (fault) {
    if (fault instanceof ProviderFault) throw new Refusal('provider.fault', { says: say('as-is', { says: fault.message }) });
    throw fault;
  }
}

type Coming = { readonly key: string; readonly at: URL };

/** `says` = what went wrong; '' = it works. */
export async function backFromTrial(world: World, actor: UserActor, { key, at }: Coming): Promise<{ readonly says: string }> {
  const state = at.searchParams.get('state') ?? '';
  const trip = tripOf(world, { purpose: 'try', browser: actor.viaId }, state);
  const row = trip ? await trialById(world.db.read, trip.whither) : undefined;
  if (!trip || row?.state !== 'waiting' || row.user_no !== actor.no || !(await spendTrip(world, trip))) throw new Refusal('provider.over');
  // Written above.
  const draft = JSON.parse(unseal(world, row.draft, boundTo(row.id, 'draft'))) as Draft;
  if (draft.key !== key) throw new Refusal('provider.over');
  const result = await triedAt(world, draft, { at, state, seed: trip.seed });
  const sealed = seal(world, JSON.stringify(result), boundTo(row.id, 'result'));
  await world.db.write((tx) => endTrial(tx, { id: row.id, state: result.says === '' ? 'arrived' : 'failed', result: sealed }));
  return result;
}

async function triedAt(
  world: World,
  { connection, trustsMail }: Draft,
  coming: { readonly at: URL; readonly state: string; readonly seed: string },
): Promise<Result> {
  try {
    return resultFrom(await world.providers.arrive(connection, coming), { preset: connection.preset, trustsMail });
  } catch (fault) {
    if (fault instanceof ProviderFault) return { ...nothing, says: fault.message };
    throw fault;
  }
}

const resultFrom = ({ issuer, subject, claims }: Arrived, said: Parameters<typeof provedMail>[1]): Result => ({
  says: '',
  issuer,
  subject,
  mail: provedMail(claims, said),
  claims: shownClaims(claims),
});
