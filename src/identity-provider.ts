// What an identity provider is to the rest of the house: somewhere people are sent to, and what is proved of whoever comes back.
// The port that providers/client.ts fills, and the fault that every trouble with one becomes. Knows no protocol.
import type { PresetId } from '#providers/presets-contract.ts';

/** Where it is, and as whom Reeve comes there. */
export type Connection = {
  readonly preset: PresetId;
  /** By which it is discovered; what is known by its preset has its own. */
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: string;
  readonly authorities: string;
  readonly teamId: string;
  readonly keyId: string;
  /** '' = a client without one. */
  readonly secret: string;
};
/** `seed` = chance that this browser's trip alone knows: the nonce and the verifier follow from it. */
type Trip = { readonly state: string; readonly seed: string };
export type Going = Trip & {
  readonly redirectUri: string;
  /** He is to show there anew who he is, however long he has been signed in. */
  readonly anew?: boolean;
};
/** `at` = where the browser came back to, with what the provider put there. */
export type Coming = Trip & { readonly at: URL };

export type Claims = Readonly<Record<string, unknown>>;
/** Proved: this provider says that it is this subject who has come back from this trip. */
export type Arrived = {
  readonly issuer: string;
  readonly subject: string;
  readonly claims: Claims;
  /** When he showed there who he is, as its signed word says (OpenID Connect Core, §2, auth_time); 0 = it does not say. */
  readonly shownAt: number;
};

/** By so much a provider's clock may differ from ours. */
export const clockAllowanceSeconds = 30;

export type IdentityProviders = {
  /** Where the browser goes. ProviderFault where the provider does not answer, or is not what it says. */
  begin(connection: Connection, going: Going): Promise<string>;
  /** ProviderFault unless everything is proved. */
  arrive(connection: Connection, coming: Coming): Promise<Arrived>;
};

/** The message is one sentence for an administrator; strangers are told less. */
export class ProviderFault extends Error {
  override readonly name = 'ProviderFault';
  /** Whoever went there did not want to come in, or may not. */
  readonly declined: boolean;

  constructor(says: string, { declined = false, cause }: { readonly declined?: boolean; readonly cause?: unknown } = {}) {
    super(says, { cause });
    this.declined = declined;
  }
}
