// What the outside may ask about identity providers: who else may say who somebody is, and what becomes of what they say.
// Imported by the browser; imports contracts only. Knows no rule, and no secret: a client's secret is written and never shown.
import { type Static, type TSchema, Type } from 'typebox';
import { closed, Id, Moment, Nothing, oneOf, operation, text, Version } from '#contract.ts';
import { presetIds } from './presets-contract.ts';

export const providersMax = 50;
export const mappingsMax = 50;
export const claimValueMax = 256;

export const ProviderKey = Type.String({
  pattern: '^[a-z][a-z0-9-]{0,30}[a-z0-9]$',
  maxLength: 32,
  description: 'a short name that stands in the address where the provider sends people back; never changed',
});
const Claim = text(128, { minLength: 1, description: 'a claim; a dot goes one deeper, as in realm_access.roles' });
export const AttributeMapping = closed({ claim: Claim, field: text(64, { minLength: 1, description: 'a field of the profile, or an attribute' }) });
export const RoleMapping = closed({
  claim: Claim,
  value: text(claimValueMax, { minLength: 1, description: 'what the claim is, or one of what it lists' }),
  role: Id,
});
export type RoleMapping = Static<typeof RoleMapping>;

/** Where it is, and as whom Reeve comes there. */
const connection = {
  clientId: text(512, { minLength: 1 }),
  scopes: text(512, { description: 'what is asked for, separated by spaces' }),
  authorities: Type.String({ maxLength: 65_536, description: 'PEM; empty = those that this machine trusts' }),
  teamId: text(64, { description: 'Apple: the team' }),
  keyId: text(64, { description: 'Apple: the key that signs' }),
};
/** What becomes of whoever comes from there. */
const coming = {
  addsUsers: Type.Boolean({ description: 'whoever comes for the first time becomes a user' }),
  needsApproval: Type.Boolean({ description: 'and waits until an administrator has approved him' }),
  mailDomains: Type.Array(text(253, { minLength: 1 }), {
    maxItems: 100,
    uniqueItems: true,
    description: 'only whoever has a verified mail address there; empty = anybody',
  }),
  trustsMail: Type.Boolean({
    description: 'its mail addresses are its users’ own even where it does not say so: for a company’s own provider, where nobody types an address himself',
  }),
  nameClaim: Claim,
  attributes: Type.Array(AttributeMapping, { maxItems: mappingsMax }),
  roles: Type.Array(RoleMapping, { maxItems: mappingsMax }),
};
const shown = { name: text(60, { minLength: 1, description: 'what the button says' }), position: Type.Integer({ minimum: 0, maximum: 10_000 }) };
const fixed = { key: ProviderKey, preset: oneOf(presetIds), issuer: text(512, { description: 'the address by which it is discovered; for OpenID Connect' }) };

export const ProviderSettings = closed({ ...connection, ...coming });
export type ProviderSettings = Static<typeof ProviderSettings>;

export const Provider = closed({
  id: Id,
  version: Version,
  ...fixed,
  ...shown,
  enabled: Type.Boolean(),
  ...connection,
  ...coming,
  hasSecret: Type.Boolean(),
  /** Users whose accounts there are linked. */
  linked: Type.Integer(),
  /** Open sessions that were begun by it: they end when it is switched off. */
  sessions: Type.Integer(),
  /** To be registered there, letter for letter; empty = base_url is not set. */
  redirectUri: Type.String(),
  createdAt: Moment,
  changedAt: Moment,
});
export type Provider = Static<typeof Provider>;

const Secret = Type.String({ maxLength: 8192, description: 'the client’s secret, or Apple’s key as PEM; never shown' });
type Fields = Record<string, TSchema>;
type Optional<P extends Fields> = { [K in keyof P]: Type.TOptional<P[K]> };
const optional = <P extends Fields>(fields: P): Optional<P> =>
  // Every field of P, each made optional.
  Object.fromEntries(Object.entries(fields).map(([name, schema]) => [name, Type.Optional(schema)])) as Optional<P>;

/** Whoever says who may say who somebody is could become anybody who links his account there: only who holds everything may. */
const everything = '/permission' as const;
const signingIn = '/permission/admin/configure/security/signin' as const;

export const listProviders = operation({
  name: 'providers.list',
  method: 'GET',
  path: '/providers',
  summary: 'Identity providers, in the order of their buttons.',
  needs: signingIn,
  input: closed({}),
  output: closed({
    items: Type.Array(Provider),
    address: Type.String({ description: 'where Reeve is; empty = base_url is not set, and nobody can come back' }),
  }),
});
export const showProvider = operation({
  name: 'providers.show',
  method: 'GET',
  path: '/providers/{id}',
  summary: 'An identity provider; never its secret.',
  needs: signingIn,
  input: closed({ id: Id }),
  output: Provider,
  refusals: ['provider.missing'],
});
const settingsRefusals = ['provider.settings-invalid', 'role.missing', 'role.may-not-give', 'role.built-in'];
export const addProvider = operation({
  name: 'providers.add',
  method: 'POST',
  path: '/providers',
  summary: 'Add an identity provider: by its discovery address, or one of those that are known.',
  needs: everything,
  dangerous: true,
  input: closed({
    ...fixed,
    issuer: Type.Optional(fixed.issuer),
    name: shown.name,
    clientId: connection.clientId,
    secret: Secret,
    ...optional({
      position: shown.position,
      enabled: Type.Boolean(),
      scopes: connection.scopes,
      authorities: connection.authorities,
      teamId: connection.teamId,
      keyId: connection.keyId,
      ...coming,
    }),
  }),
  output: Provider,
  secret: ['secret'],
  refusals: ['provider.key-taken', 'limit.reached', ...settingsRefusals],
});
export const editProvider = operation({
  name: 'providers.edit',
  method: 'PATCH',
  path: '/providers/{id}',
  summary: 'Change an identity provider, or switch it on or off; off, nobody signs in by it from this moment, and the sessions that were begun by it end.',
  needs: everything,
  dangerous: true,
  input: closed({ id: Id, version: Type.Optional(Version), ...optional({ ...shown, enabled: Type.Boolean(), ...connection, ...coming, secret: Secret }) }),
  output: Provider,
  secret: ['secret'],
  refusals: ['provider.missing', 'provider.secret-anew', 'version.stale', ...settingsRefusals],
});
export const deleteProvider = operation({
  name: 'providers.delete',
  method: 'DELETE',
  path: '/providers/{id}',
  summary: 'Delete an identity provider that is switched off, with the links to it. Users stay; whoever has no other way in gets one from an administrator.',
  needs: everything,
  dangerous: true,
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: Nothing,
  refusals: ['provider.missing', 'provider.enabled', 'version.stale'],
});

export const tryProvider = operation({
  name: 'providers.try',
  method: 'POST',
  path: '/providers/try',
  summary:
    'Try an identity provider before it is kept: where the browser goes. What arrives is shown to whoever began it; nobody is linked, and nothing is kept.',
  needs: everything,
  reads: true,
  input: closed({
    id: Type.Optional(Type.String({ maxLength: 36, description: 'the one whose secret is used, where none is given' })),
    key: ProviderKey,
    preset: fixed.preset,
    issuer: Type.Optional(fixed.issuer),
    clientId: connection.clientId,
    secret: Type.Optional(Secret),
    ...optional({
      scopes: connection.scopes,
      authorities: connection.authorities,
      teamId: connection.teamId,
      keyId: connection.keyId,
      trustsMail: coming.trustsMail,
    }),
  }),
  output: closed({ trial: Id, url: Type.String(), endsAt: Moment }),
  secret: ['secret', 'url'],
  refusals: ['provider.missing', 'provider.settings-invalid', 'provider.secret-anew', 'provider.fault', 'provider.no-address', 'trial.session-needed'],
});
export const showTrial = operation({
  name: 'providers.trial',
  method: 'GET',
  path: '/providers/trials/{trial}',
  personal: true,
  summary: 'What has arrived from an identity provider that I try.',
  needs: everything,
  input: closed({ trial: Id }),
  output: closed({
    state: oneOf(['waiting', 'arrived', 'failed']),
    says: Type.String({ description: 'why it failed' }),
    issuer: Type.String(),
    subject: Type.String(),
    mail: Type.String({ description: 'the address that would be taken; empty = none is proved' }),
    claims: Type.Array(closed({ name: Type.String(), value: Type.String() })),
    endsAt: Moment,
  }),
  refusals: ['trial.missing'],
});

export const providerOperations = [listProviders, showProvider, addProvider, editProvider, deleteProvider, tryProvider, showTrial] as const;
