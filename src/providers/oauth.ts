// Who somebody is at a provider that knows OAuth 2.0 alone: what it answers with the access token that was just given for his code.
// Called by client.ts. Knows no provider: their addresses are in presets-contract.ts.
import type * as OpenId from 'openid-client';
import { type Arrived, type Claims, ProviderFault } from '#identity-provider.ts';
import { type PresetId, presets } from './presets-contract.ts';

const subjectMax = 255;

type Asking = { readonly library: typeof OpenId; readonly config: OpenId.Configuration };

export async function whoOf(asking: Asking, preset: PresetId, token: string): Promise<Arrived> {
  const { places } = presets[preset];
  if (!places) throw new Error(`${preset} is known by discovery.`);
  const answer = await asked(asking, places.who, token);
  const claims = isClaims(answer) ? answer : {};
  const subject = subjectIn(claims, places.subject);
  const mail = places.mails === undefined ? {} : mailIn(await asked(asking, places.mails, token));
  return { issuer: places.issuer, subject, claims: { ...claims, ...mail }, shownAt: 0 };
}

async function asked({ library, config }: Asking, place: string, token: string): Promise<unknown> {
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'Reeve' });
  const response = await library.fetchProtectedResource(config, token, new URL(place), 'GET', null, headers);
  if (!response.ok) throw new ProviderFault(`${new URL(place).host} answered ${response.status}.`);
  return response.json();
}

const isClaims = (answer: unknown): answer is Claims => typeof answer === 'object' && answer !== null && !Array.isArray(answer);

/** A number or a text that says something: what is missing must never be anybody. */
function subjectIn(claims: Claims, field: string): string {
  const value = Object.hasOwn(claims, field) ? claims[field] : undefined;
  return usableSubject(typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value);
}

/** At most 255 characters (OpenID Connect Core, §2), and such as every database tells apart. */
export function usableSubject(value: unknown): string {
  const isUsable = typeof value === 'string' && value !== '' && value.length <= subjectMax && value.isWellFormed() && !/\p{Cc}/u.test(value);
  if (isUsable) return value;
  throw new ProviderFault('The provider did not say who it is.');
}

type Listed = { readonly email?: unknown; readonly primary?: unknown; readonly verified?: unknown };

/** The primary one of a list. */
function mailIn(answer: unknown): Claims {
  const all = Array.isArray(answer) ? (answer as readonly Listed[]) : [];
  const primary = all.find((one) => one?.primary === true && typeof one.email === 'string');
  return primary ? { email: primary.email, email_verified: primary.verified === true } : { email_verified: false };
}
