// Signing in with a passkey alone: the browser says who, and its authenticator has verified him. For users of PRIMARY: whether somebody of another store may sign in
// is that store's to say, and it is asked with his password. Called by edges/sign-in. Does not know pages.
import { Refusal } from '#errors.ts';
import { newCeremony } from '#factors/ceremony.ts';
import { signInRule } from '#factors/contract.ts';
import { credentialIdIn, optionsToShow, userIdIn } from '#factors/passkeys.ts';
import { factorByCredential } from '#factors/queries.ts';
import { gate } from '#gate/gate.ts';
import type { World } from '#world.ts';
import { factsOf } from './authenticate.ts';
import { noteEvent } from './events.ts';
import { type From, goOn, type SignedIn, type Waiting } from './flow.ts';
import { answerOf, type ShownResponse, used } from './prove-passkey.ts';
import { type CredentialRow, readCredential } from './queries.ts';

/** `form` = what this browser's form is known by; an answer from another browser is none. */
type Asking = { readonly form: string };

export async function passkeyToShow(world: World, { form }: Asking) {
  if (!world.settings.of(signInRule).passkeysAlone) throw new Refusal('passkey.not-alone');
  const { challenge, ceremony } = newCeremony(world, { purpose: 'alone', bound: form });
  return { options: await optionsToShow(world, challenge, []), ceremony };
}

export async function signInByPasskey(
  world: World,
  { form, to, ...shown }: Asking & ShownResponse & { readonly to: string },
  from: From,
): Promise<SignedIn | Waiting> {
  if (!world.settings.of(signInRule).passkeysAlone) throw new Refusal('passkey.not-alone');
  try {
    const user = await shownBy(world, { form, ...shown }, from);
    return await goOn(world, { user, from, to, factor: 'passkey', mustChoose: mustChoose(user) });
  } catch (refused) {
    if (refused instanceof Refusal && refused.code === 'passkey.refused') await noteRefused(world, shown, from);
    throw refused;
  }
}

/** Filed under whoever's passkey it would be: he sees that somebody tried. */
async function noteRefused(world: World, { response }: ShownResponse, { network }: From): Promise<void> {
  const row = await factorByCredential(world.db.read, credentialIdIn(response));
  await noteEvent(world, { at: world.now(), outcome: 'failed', userNo: row?.user_no ?? 0, network, door: 'sign-in' });
}

async function shownBy(world: World, { form, ...shown }: Asking & ShownResponse, from: From): Promise<CredentialRow> {
  const answered = await answerOf(world, { ...shown, bound: { purpose: 'alone', bound: form } });
  const user = answered?.shown.verifiedUser ? await readCredential(world.db.read, answered.row.user_no) : undefined;
  if (!answered || !user || userIdIn(shown.response) !== user.id) throw new Refusal('passkey.refused');
  if (user.store_kind !== 'primary') throw new Refusal('passkey.not-alone');
  if ((await used(world, answered, { network: from.network, door: 'sign-in' })) === null) throw new Refusal('passkey.refused');
  await refuseShut(world, user, from);
  return user;
}

/** Told after a right proof only (rule 30). */
async function refuseShut(world: World, user: CredentialRow, { network }: From): Promise<void> {
  const shut = gate(factsOf(user), { now: world.now() });
  if (!shut) return;
  await noteEvent(world, { at: world.now(), outcome: 'refused', userNo: user.no, network, door: 'sign-in' });
  throw shut;
}

const mustChoose = ({ must_change, temporary_until }: CredentialRow): boolean => must_change === 1 || (temporary_until ?? 0) !== 0;
