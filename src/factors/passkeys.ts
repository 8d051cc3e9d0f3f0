// Passkeys: what a browser needs to make or show one, and the judging of what it sends back (WebAuthn Level 3). The library is loaded when somebody first needs it.
// Called by authentication/. Knows credentials, not who may have one, nor what follows.
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Config } from '#config.ts';
import { Refusal } from '#errors.ts';
import type { World } from '#world.ts';
import type { FactorRow } from './queries.ts';

const library = () => import('@simplewebauthn/server');

/** The name a passkey is bound to: of the configured address, or `localhost` where none is configured. */
export const relyingParty = ({ baseUrl }: Pick<Config, 'baseUrl'>): string => (baseUrl === '' ? 'localhost' : new URL(baseUrl).hostname);

/** Addresses are no names, and browsers bind no passkey to them. */
export const hasPasskeys = (config: Pick<Config, 'baseUrl'>): boolean => !/^[\d.]+$|^\[/.test(relyingParty(config));

/** The page that asked, as the browser says it: the configured one alone; without one, any port of localhost. */
function expectedOrigin({ baseUrl }: Pick<Config, 'baseUrl'>, clientDataJson: unknown): string {
  if (baseUrl !== '') return new URL(baseUrl).origin;
  const said = originIn(clientDataJson);
  return /^https?:\/\/localhost(:\d{1,5})?$/.test(said) ? said : 'https://localhost';
}

function originIn(clientDataJson: unknown): string {
  if (typeof clientDataJson !== 'string') return '';
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJson, 'base64url').toString('utf8'));
    return typeof data === 'object' && data !== null && 'origin' in data && typeof data.origin === 'string' ? data.origin : '';
  } catch {
    return '';
  }
}

type Owner = { readonly id: string; readonly name: string; readonly shownName: string };
type Options = Readonly<Record<string, unknown>>;
const plain = (options: object): Options => ({ ...options });
const transportsOf = ({ transports }: FactorRow): string[] => transports.split(' ').filter((word) => word !== '');

export async function optionsToAdd({ config }: World, owner: Owner, challenge: string, known: readonly FactorRow[]): Promise<Options> {
  const { generateRegistrationOptions } = await library();
  const options = await generateRegistrationOptions({
    rpName: 'Reeve',
    rpID: relyingParty(config),
    userName: owner.name,
    userDisplayName: owner.shownName || owner.name,
    // The id of the user, which is never reused; no name and no mail address (§14.6.1).
    userID: new TextEncoder().encode(owner.id),
    challenge: Buffer.from(challenge, 'base64url'),
    attestationType: 'none',
    excludeCredentials: known.filter(({ kind }) => kind === 'passkey').map((row) => ({ id: row.credential_id, transports: transportsOf(row) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'preferred' },
  });
  return plain(options);
}

/** `known` = those that may answer; none = any that the browser has. */
export async function optionsToShow({ config }: Pick<World, 'config'>, challenge: string, known: readonly FactorRow[]): Promise<Options> {
  const { generateAuthenticationOptions } = await library();
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(config),
    challenge: Buffer.from(challenge, 'base64url'),
    allowCredentials: known.map((row) => ({ id: row.credential_id, transports: transportsOf(row) })),
    userVerification: known.length === 0 ? 'required' : 'preferred',
  });
  return plain(options);
}

export type NewPasskey = Pick<FactorRow, 'credential_id' | 'public_key' | 'counter' | 'transports' | 'backed_up'>;

/** Throws `passkey.refused` for whatever is not exactly the answer to this challenge, from our own page. */
export async function newPasskey({ config }: Pick<World, 'config'>, challenge: string, response: string): Promise<NewPasskey> {
  const { verifyRegistrationResponse } = await library();
  // Judged by the library, field by field: what it is not, it refuses.
  const given = parsed(response) as unknown as RegistrationResponseJSON;
  const judged = await verifyRegistrationResponse({
    response: given,
    expectedChallenge: challenge,
    expectedOrigin: expectedOrigin(config, given.response?.clientDataJSON),
    expectedRPID: relyingParty(config),
    requireUserVerification: false,
  }).catch(() => null);
  if (!judged?.verified) throw new Refusal('passkey.refused');
  const { credential, credentialBackedUp } = judged.registrationInfo;
  return {
    credential_id: credential.id,
    public_key: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: (credential.transports ?? []).filter((word) => /^[a-z-]{1,20}$/.test(word)).join(' '),
    backed_up: credentialBackedUp ? 1 : 0,
  };
}

/** What a browser's `toJSON()` gave, as an object; its fields are judged where they are used. */
function parsed(response: string): Options {
  try {
    const given: unknown = JSON.parse(response);
    return typeof given === 'object' && given !== null ? { ...given } : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export const credentialIdIn = (response: string): string => textOf(parsed(response).id);

/** Whom the passkey was made for (§7.2 step 6); '' = it does not say. */
export function userIdIn(response: string): string {
  const { response: inner } = parsed(response);
  const handle = typeof inner === 'object' && inner !== null && 'userHandle' in inner ? textOf(inner.userHandle) : '';
  return Buffer.from(handle, 'base64url').toString('utf8');
}

export type Shown = {
  readonly counter: number;
  readonly verifiedUser: boolean /** An authenticator counts forward; one that does not has a twin. */;
  readonly isCopy: boolean;
};

/** Null = not the answer to this challenge by this passkey. Its counter is judged by us: the signature must be right before a copy is believed in. */
export async function shownPasskey({ config }: Pick<World, 'config'>, row: FactorRow, challenge: string, response: string): Promise<Shown | null> {
  const { verifyAuthenticationResponse } = await library();
  const given = parsed(response) as unknown as AuthenticationResponseJSON;
  const judged = await verifyAuthenticationResponse({
    response: given,
    expectedChallenge: challenge,
    expectedOrigin: expectedOrigin(config, given.response?.clientDataJSON),
    expectedRPID: relyingParty(config),
    credential: { id: row.credential_id, publicKey: new Uint8Array(Buffer.from(row.public_key, 'base64url')), counter: 0 },
    requireUserVerification: false,
  }).catch(() => null);
  if (!judged?.verified) return null;
  const { newCounter: counter, userVerified } = judged.authenticationInfo;
  return { counter, verifiedUser: userVerified, isCopy: (counter > 0 || row.counter > 0) && counter <= row.counter };
}
