// What the outside may ask about applications: the systems that rely on Reeve, what their sign-in looks like, and what must be shown to get in.
// Imported by the browser; imports contracts only. Knows no rule.
import { type Static, type TSchema, Type } from 'typebox';
import { closed, Id, Moment, Nothing, oneOf, operation, text, Version } from '#contract.ts';
import { Requirement, requirementFields } from '#proof/requirement-contract.ts';
import { Look, lookFields, lookRefusals } from './look-contract.ts';

export const applicationsMax = 200;
export const homeUrlMax = 512;

/** Reeve’s own doors: from the start, for good. '' = somebody added it. */
export const builtInApplications = ['console', 'dashboard', 'account'] as const;
export type BuiltIn = (typeof builtInApplications)[number];

const named = {
  name: text(64, { minLength: 1 }),
  description: text(200),
  homeUrl: text(homeUrlMax, { description: 'where its tile leads: https, or http on this machine. Of Reeve’s own, a path' }),
  enabled: Type.Boolean({ description: 'off: it has no tile, and nobody is led there' }),
};
export const Application = closed({
  id: Id,
  version: Version,
  builtIn: oneOf([...builtInApplications, '']),
  ...named,
  look: Look,
  requirement: Requirement,
  createdAt: Moment,
  changedAt: Moment,
});
export type Application = Static<typeof Application>;

export const at = '/permission/admin/manage/identity/applicationmgt' as const;

export const listApplications = operation({
  name: 'applications.list',
  method: 'GET',
  path: '/applications',
  summary: 'The applications that rely on Reeve: its own doors first, then the others by name.',
  needs: `${at}/view`,
  input: closed({}),
  output: closed({ items: Type.Array(Application) }),
});
export const showApplication = operation({
  name: 'applications.show',
  method: 'GET',
  path: '/applications/{id}',
  summary: 'An application.',
  needs: `${at}/view`,
  input: closed({ id: Id }),
  output: Application,
  refusals: ['application.missing'],
});
export const addApplication = operation({
  name: 'applications.add',
  method: 'POST',
  path: '/applications',
  summary: 'Add an application. It gets a tile on everybody’s own page, which leads to its home.',
  needs: `${at}/create`,
  dangerous: true,
  input: closed({ name: named.name, homeUrl: named.homeUrl, description: Type.Optional(named.description), enabled: Type.Optional(named.enabled) }),
  output: Application,
  refusals: ['application.name-invalid', 'application.name-taken', 'application.url-unfit', 'limit.reached'],
});
export const editApplication = operation({
  name: 'applications.edit',
  method: 'PATCH',
  path: '/applications/{id}',
  summary: 'Change an application, or switch it on or off. Of Reeve’s own doors only the look and the requirement are changed.',
  needs: `${at}/update`,
  dangerous: true,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    name: Type.Optional(named.name),
    description: Type.Optional(named.description),
    homeUrl: Type.Optional(named.homeUrl),
    enabled: Type.Optional(named.enabled),
  }),
  output: Application,
  refusals: ['application.missing', 'application.built-in', 'application.name-invalid', 'application.name-taken', 'application.url-unfit', 'version.stale'],
});

/** What is absent stays as it is: no checker may fill it in. */
const withoutDefault = (schema: object): TSchema => {
  const { default: _none, ...rest } = schema as TSchema & { readonly default?: unknown };
  return rest;
};
type OptionalLook = { [K in keyof typeof lookFields]: Type.TOptional<(typeof lookFields)[K]> };
// Every field of a look, each made optional.
const optionalLook = Object.fromEntries(Object.entries(lookFields).map(([name, schema]) => [name, Type.Optional(withoutDefault(schema))])) as OptionalLook;

export const dressApplication = operation({
  name: 'applications.change-look',
  method: 'PATCH',
  path: '/applications/{id}/look',
  summary: 'Say what signing in to an application looks like. What is empty is as all of Reeve has it.',
  needs: '/permission/admin/configure/theme',
  dangerous: true,
  input: closed({ id: Id, version: Type.Optional(Version), ...optionalLook }),
  output: Application,
  refusals: ['application.missing', 'version.stale', ...lookRefusals],
});
export const requireForApplication = operation({
  name: 'applications.require',
  method: 'PATCH',
  path: '/applications/{id}/requirement',
  summary: 'Say what somebody must have shown to get into an application. Whoever asks for a factor at a console must have such a one himself.',
  needs: '/permission/admin/configure/security/signin',
  dangerous: true,
  input: closed({
    id: Id,
    version: Type.Optional(Version),
    factor: Type.Optional(requirementFields.factor),
    minutes: Type.Optional(requirementFields.minutes),
  }),
  output: Application,
  refusals: ['application.missing', 'application.account-open', 'application.lacking-yourself', 'passkey.nowhere', 'version.stale'],
});
export const deleteApplication = operation({
  name: 'applications.delete',
  method: 'DELETE',
  path: '/applications/{id}',
  summary: 'Delete an application. It can be brought back for 90 days, if no other has taken its name.',
  needs: `${at}/delete`,
  dangerous: true,
  input: closed({ id: Id, version: Type.Optional(Version) }),
  output: Nothing,
  refusals: ['application.missing', 'application.built-in', 'version.stale'],
});
export const restoreApplication = operation({
  name: 'applications.restore',
  method: 'POST',
  path: '/applications/{id}/restore',
  summary: 'Bring back an application that was deleted, as it was.',
  needs: `${at}/delete`,
  dangerous: true,
  input: closed({ id: Id }),
  output: Application,
  refusals: ['application.missing', 'application.name-taken', 'limit.reached'],
});

export const applicationOperations = [
  listApplications,
  showApplication,
  addApplication,
  editApplication,
  dressApplication,
  requireForApplication,
  deleteApplication,
  restoreApplication,
] as const;
