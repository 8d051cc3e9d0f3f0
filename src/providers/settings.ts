// Settings of a provider: filled up from its preset, checked, and read back from the row; the client's secret sealed beside them, and where it may go.
// Called by the actions of this room and by authentication/. Knows no protocol.
import { Refusal } from '#errors.ts';
import type { Connection } from '#identity-provider.ts';
import { type Bound, unseal } from '#sealing.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import type { ProviderSettings } from './contract.ts';
import { type PresetId, presetIds, presets } from './presets-contract.ts';
import type { ProviderRow } from './queries.ts';

/** Where a provider sends people back to; the key tells answers of one from those of another (RFC 9700 §4.4.2.2). */
export const returnPath = (key: string): string => `/sign-in/from/${key}`;
/** Never what a Host header says; '' = base_url is not set. */
export const redirectUriOf = ({ config }: Pick<World, 'config'>, key: string): string => (config.baseUrl === '' ? '' : `${config.baseUrl}${returnPath(key)}`);

/** What is not said. */
export const beginningOf = (preset: PresetId): Omit<ProviderSettings, 'clientId'> => {
  const { scopes, nameClaim, attributes } = presets[preset];
  const coming = {
    addsUsers: false,
    needsApproval: false,
    mailDomains: [],
    trustsMail: false,
    nameClaim,
    attributes: attributes.map((one) => ({ ...one })),
    roles: [],
  };
  return { scopes, authorities: '', teamId: '', keyId: '', ...coming };
};

/** Written by us alone, after checking. */
export const settingsOf = ({ settings }: Pick<ProviderRow, 'settings'>): ProviderSettings => JSON.parse(settings) as ProviderSettings;

export function presetOf({ preset }: Pick<ProviderRow, 'preset'>): PresetId {
  const known = presetIds.find((one) => one === preset);
  if (!known) throw new Error(`A provider of an unknown kind: ${preset}`);
  return known;
}

export const secretBound = (id: string): Bound => ({ use: 'provider secrets', place: `provider ${id}` });

const keptSecret = (world: Pick<World, 'config'>, { id, secret }: Pick<ProviderRow, 'id' | 'secret'>): string =>
  secret === '' ? '' : unseal(world, secret, secretBound(id));

type Where = Pick<ProviderSettings, 'clientId' | 'scopes' | 'authorities' | 'teamId' | 'keyId'> & { readonly preset: PresetId; readonly issuer: string };

export const connectionWith = ({ preset, issuer, clientId, scopes, authorities, teamId, keyId }: Where, secret: string): Connection => ({
  preset,
  issuer,
  clientId,
  scopes,
  authorities,
  teamId,
  keyId,
  secret,
});

export const connectionOf = (world: Pick<World, 'config'>, row: ProviderRow): Connection =>
  connectionWith({ ...settingsOf(row), preset: presetOf(row), issuer: row.issuer }, keptSecret(world, row));

/** Who is sent the secret, and how it is known that it is he: with any of these changed, it would be shown to somebody it was not given for. */
const places = ['preset', 'issuer', 'clientId', 'authorities', 'teamId', 'keyId'] as const;

export function keptSecretFor(world: Pick<World, 'config'>, row: ProviderRow, wanted: Where): string {
  const kept: Where = { ...settingsOf(row), preset: presetOf(row), issuer: row.issuer };
  if (row.secret !== '' && places.some((place) => kept[place] !== wanted[place]))
    throw new Refusal('provider.secret-anew', { name: row.name }, [{ field: 'secret', says: say('field.password-anew') }]);
  return keptSecret(world, row);
}

const wellKnown = '/.well-known/openid-configuration';
/** A letter in disguise (%63) is never needed there. */
const anyTenant = /^https:\/\/login\.microsoftonline\.com\/(\/*(common|organizations|consumers)\b|.*%)/i;
const none = (fault: unknown): fault is null => fault === null;

/** The address as it is compared: that of the document is taken for its issuer's, or it would not be held against what the document says. */
export function issuerOf(preset: PresetId, said: string | undefined): string {
  const { kind, issuer, ownIssuer, places: fixed } = presets[preset];
  if (kind === 'oauth') return fixed?.issuer ?? '';
  const typed = (said ?? '').trim();
  const address = ownIssuer && typed !== '' ? typed.replace(wellKnown, '') : issuer;
  const fault = faultOfIssuer(address);
  if (!none(fault)) throw invalid([{ field: 'issuer', says: fault }]);
  return address;
}

function faultOfIssuer(address: string): Sentence | null {
  if (address.includes('{')) return say('provider.tenant');
  const url = URL.parse(address);
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return say('provider.issuer');
  // Whoever signs in anywhere would come in here: an account of his own directory says of him what he likes. Judged as it will be asked, however it was typed.
  return anyTenant.test(url.href) ? say('provider.any-tenant') : null;
}

type Checked = Pick<ProviderSettings, 'scopes' | 'authorities' | 'teamId' | 'keyId'> & { readonly preset: PresetId };

/** What no schema says. */
export function checkConnection({ preset, scopes, authorities, teamId, keyId }: Checked, secret: string | undefined): void {
  const { kind, signedSecret } = presets[preset];
  const faults: { readonly field: string; readonly says: Sentence }[] = [];
  if (kind === 'open-id' && !scopes.split(' ').includes('openid')) faults.push({ field: 'scopes', says: say('provider.scopes') });
  if (authorities !== '' && !authorities.includes('-----BEGIN CERTIFICATE-----')) faults.push({ field: 'authorities', says: say('mail.no-certificate') });
  if (signedSecret && teamId === '') faults.push({ field: 'teamId', says: say('provider.apple') });
  if (signedSecret && keyId === '') faults.push({ field: 'keyId', says: say('provider.apple') });
  if (signedSecret && secret !== undefined && !isKey(secret)) faults.push({ field: 'secret', says: say('provider.apple-key') });
  if (faults.length > 0) throw invalid(faults);
}

const isKey = (secret: string): boolean => /^-----BEGIN (EC )?PRIVATE KEY-----/.test(secret.trim());

export const invalid = (faults: readonly { readonly field: string; readonly says: Sentence }[]): Refusal =>
  new Refusal('provider.settings-invalid', { says: faults.map(({ says }) => says) }, faults);
