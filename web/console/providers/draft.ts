// An identity provider as it is typed in, under the names by which the API refuses its fields. Pure.
import type { InputOf } from '#contract.ts';
import { addProvider, type Provider, type tryProvider } from '#providers/contract.ts';
import { type PresetId, presets } from '#providers/presets-contract.ts';
import { Problem } from '../../shared/call/problem.ts';
import { type Faults, faultsOf } from '../../shared/form/fields.ts';
import { form } from '../../shared/strings/form.ts';
import { providers as say } from '../../shared/strings/providers.ts';

export type ProviderDraft = Omit<
  Provider,
  'id' | 'version' | 'preset' | 'mailDomains' | 'hasSecret' | 'linked' | 'sessions' | 'redirectUri' | 'createdAt' | 'changedAt'
> & {
  readonly preset: PresetId | '';
  readonly secret: string;
  /** Lines of one text. */
  readonly mailDomains: string;
};

export const blankDraft: ProviderDraft = {
  preset: '',
  key: '',
  name: '',
  issuer: '',
  clientId: '',
  secret: '',
  scopes: '',
  authorities: '',
  teamId: '',
  keyId: '',
  addsUsers: false,
  needsApproval: false,
  mailDomains: '',
  trustsMail: false,
  nameClaim: 'email',
  attributes: [],
  roles: [],
  position: 0,
  enabled: false,
};

/** What a preset begins with; what was typed of the connection belongs to another provider. */
export function beginningOf(preset: PresetId): ProviderDraft {
  const { title, scopes, issuer, nameClaim, attributes } = presets[preset];
  const own = preset === 'oidc';
  return {
    ...blankDraft,
    preset,
    key: own ? 'company' : preset,
    name: own ? '' : title,
    issuer,
    scopes,
    nameClaim,
    attributes: attributes.map((one) => ({ ...one })),
  };
}

export function draftOf({
  id: _id,
  version: _version,
  hasSecret: _has,
  linked: _linked,
  sessions: _sessions,
  redirectUri: _uri,
  createdAt: _made,
  changedAt: _at,
  ...provider
}: Provider): ProviderDraft {
  return { ...provider, mailDomains: provider.mailDomains.join('\n'), secret: '' };
}

const linesOf = (text: string): string[] => text.split(/\s+/).filter((line) => line !== '');
const filled = <T extends Readonly<Record<string, string>>>(rows: readonly T[]): T[] =>
  rows.filter((row) => Object.values(row).some((value) => value.trim() !== ''));

/** As the API takes them. */
const given = ({ preset, mailDomains, attributes, roles, issuer, name, clientId, ...draft }: ProviderDraft) => ({
  ...draft,
  preset: preset || ('oidc' as const),
  issuer: issuer.trim(),
  name: name.trim(),
  clientId: clientId.trim(),
  mailDomains: linesOf(mailDomains),
  attributes: filled(attributes),
  roles: filled(roles),
});

export const addedOf = (draft: ProviderDraft): InputOf<typeof addProvider> => given(draft);

/** `id` = of the provider whose kept secret is used where none is typed. */
export function triedOf(draft: ProviderDraft, id?: string): InputOf<typeof tryProvider> {
  const { key, preset, issuer, clientId, secret, scopes, authorities, teamId, keyId, trustsMail } = given(draft);
  return {
    key,
    preset,
    issuer,
    clientId,
    scopes,
    authorities,
    teamId,
    keyId,
    trustsMail,
    ...(id === undefined || secret !== '' ? { secret } : {}),
    ...(id ? { id } : {}),
  };
}

const fixed: readonly string[] = ['key', 'preset', 'issuer'];

/** Only what differs is sent: what is absent stays as it is, the secret too. */
export function changesOf(from: ProviderDraft, to: ProviderDraft) {
  const [before, after] = [given(from), given(to)];
  const names = (Object.keys(after) as (keyof typeof after)[]).filter(
    (name) => !fixed.includes(name) && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  return Object.fromEntries(names.map((name) => [name, after[name]])) as Partial<Omit<typeof after, 'key' | 'preset' | 'issuer'>>;
}

/** What can be seen from here to be wrong; the server and the provider itself say the rest. */
export function faultsOfDraft(draft: ProviderDraft): Faults {
  const { preset } = draft;
  if (preset === '') return { preset: form.needed };
  const { ownIssuer, signedSecret } = presets[preset];
  const wanted = ['key', 'name', 'clientId', ...(ownIssuer ? ['issuer'] : []), ...(signedSecret ? ['teamId', 'keyId'] : [])] as const;
  const missing = wanted.filter((name) => String(draft[name as keyof ProviderDraft]).trim() === '');
  const isOdd = !/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/.test(draft.key);
  return {
    ...faultsOf(addProvider.input, addedOf(draft)),
    ...(isOdd ? { key: say.keyFault } : {}),
    ...Object.fromEntries(missing.map((name) => [name, form.needed])),
  };
}

/** A refusal names what lies deeper too, such as `roles.0.role`: its field here is the list. */
export function placed(thrown: unknown): unknown {
  if (!(thrown instanceof Problem)) return thrown;
  const fields = thrown.fields.map(({ field, says }) => ({ field: field.split('.')[0] ?? '', says }));
  return new Problem(thrown.message, { status: thrown.status, code: thrown.code, fields });
}
