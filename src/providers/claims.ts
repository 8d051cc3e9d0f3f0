// From what a provider says of somebody to what we take of it: his proved address, values for his fields, and the roles that are mapped. Pure.
// Called by whoever makes or shows a user who comes from there. What is taken is judged again where it is kept.
import { mail as mailForm } from '#attributes/formats.ts';
import type { Arrived, Claims } from '#identity-provider.ts';
import type { ProviderSettings } from './contract.ts';
import { type PresetId, presets } from './presets-contract.ts';

const valuesMax = 200;
const valueMax = 1_000;
const labelMax = 200;
const depthMax = 8;

/** What a claim says, as texts; a path goes by own properties only, and a name that holds dots is a name first. */
export function valuesAt(claims: Claims, path: string): readonly string[] {
  const whole = ownOf(claims, path);
  return textsIn(whole === undefined ? deeper(claims, path.split('.').slice(0, depthMax)) : whole);
}

const ownOf = (holder: unknown, name: string): unknown =>
  // Looked at as an object the line before.
  typeof holder === 'object' && holder !== null && Object.hasOwn(holder, name) ? (holder as Readonly<Record<string, unknown>>)[name] : undefined;

const deeper = (claims: Claims, names: readonly string[]): unknown => names.reduce<unknown>(ownOf, claims);

function textsIn(value: unknown): readonly string[] {
  const all = Array.isArray(value) ? value.slice(0, valuesMax) : [value];
  return all.flatMap((one) => (['string', 'number', 'boolean'].includes(typeof one) ? [String(one)] : [])).filter((one) => one !== '' && isKeepable(one));
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair. */
const isKeepable = (text: string): boolean => text.length <= valueMax && text.isWellFormed() && !/\p{Cc}/u.test(text);

type Said = { readonly preset: PresetId; readonly trustsMail: boolean };

/** The address that this provider has proved to be his; '' = none. Unproved ones are nobody's (CVE-2026-9092 took them for proof). */
export function provedMail(claims: Claims, { preset, trustsMail }: Said): string {
  const { mailProved, mailUnproved } = presets[preset];
  const [verified] = valuesAt(claims, 'email_verified');
  const isProved = trustsMail || mailProved === true || (verified === 'true' && mailUnproved !== true);
  const verdict = isProved ? mailForm((valuesAt(claims, 'email')[0] ?? '').normalize('NFC').trim()) : undefined;
  return verdict && 'value' in verdict ? verdict.value : '';
}

/** What people call the account there. Proves nothing. */
export const labelOf = ({ claims, subject }: Arrived): string =>
  (['email', 'preferred_username', 'login', 'name'].flatMap((claim) => valuesAt(claims, claim)).at(0) ?? subject).slice(0, labelMax).toWellFormed();

/** Values for fields and attributes, by their names, the first mapping that gives any. */
export function mappedValues(claims: Claims, { attributes }: Pick<ProviderSettings, 'attributes'>): ReadonlyMap<string, readonly string[]> {
  const mapped = new Map<string, readonly string[]>();
  for (const { claim, field } of attributes) {
    const values = valuesAt(claims, claim);
    if (values.length > 0 && !mapped.has(field)) mapped.set(field, values);
  }
  return mapped;
}

/** Ids of the roles that these claims stand for. */
export const mappedRoles = (claims: Claims, { roles }: Pick<ProviderSettings, 'roles'>): readonly string[] => [
  ...new Set(roles.filter(({ claim, value }) => valuesAt(claims, claim).includes(value)).map(({ role }) => role)),
];

/** Of the protocol, and not of him. */
const protocol = new Set(['iss', 'sub', 'aud', 'azp', 'exp', 'iat', 'nonce', 'jti', 'at_hash', 'c_hash', 's_hash']);

/** For an administrator who tries it: each claim as a text of one line. */
export function shownClaims(claims: Claims): { name: string; value: string }[] {
  const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.entries(claims)
    .filter(([name]) => !protocol.has(name))
    .slice(0, valuesMax)
    .map(([name, value]) => ({ name: name.slice(0, labelMax).toWellFormed(), value: (shown(value) ?? '').slice(0, valueMax).toWellFormed() }));
}
