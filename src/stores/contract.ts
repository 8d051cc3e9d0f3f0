// What the outside may ask about user stores, and the shapes it gets: a store as it stands, and what is tried before one is added.
// Imported by the browser; imports nothing of the house but #contract.ts and the settings of the kinds. Knows no rule.
import { type Static, type TSchema, Type } from 'typebox';
import { closed, Id, Moment, MomentOrNever, Nothing, oneOf, operation, text, Version } from '#contract.ts';
import { at, listStores, Store } from './list-contract.ts';
import { Settings, storeKinds } from './settings-contract.ts';

/** Write-only: the password of `bindDn` or `user`. */
const password = Type.Optional(Type.String({ maxLength: 1024 }));

const living = {
  description: text(300),
  /** Its place among the stores, for names without a domain. */
  position: Type.Integer({ minimum: 1, maximum: 1000 }),
  /** Reeve may write there. */
  writable: Type.Boolean(),
  /** 0 = only when asked. */
  syncMinutes: Type.Integer({ minimum: 0, maximum: 10_080 }),
  /** A run that would take away more than this share of its users or groups stops and asks. */
  brakePercent: Type.Integer({ minimum: 1, maximum: 100 }),
  /** Somebody who signs in and is not known yet is looked for there. */
  justInTime: Type.Boolean(),
  answerSeconds: Type.Integer({ minimum: 1, maximum: 60 }),
  connections: Type.Integer({ minimum: 1, maximum: 64 }),
  /** For so many days the last right password lets a user in while the store does not answer; 0 = never. */
  outageDays: Type.Integer({ minimum: 0, maximum: 7 }),
};
export const livingDefaults = {
  description: '',
  position: 10,
  writable: false,
  syncMinutes: 15,
  brakePercent: 10,
  justInTime: true,
  answerSeconds: 5,
  connections: 8,
  outageDays: 0,
} as const satisfies Static<ReturnType<typeof closed<typeof living>>>;

export const Domain = Type.String({
  minLength: 1,
  maxLength: 40,
  description: 'letters, digits, dot and hyphen; not PRIMARY, INTERNAL, APPLICATION, WORKFLOW, SYSTEM or FEDERATED',
});

// ── A store as it stands ──

const Certificate = closed({ subject: Type.String(), issuer: Type.String(), fingerprint: Type.String(), endsAt: Moment });
export const StoreHealth = closed({
  /** ok, failing = calls fail, resting = nobody is sent there until the next probe, off = disabled, unknown = not asked yet. */
  state: oneOf(['ok', 'failing', 'resting', 'off', 'unknown']),
  says: Type.String(),
  answeredAt: MomentOrNever,
  failingSince: MomentOrNever,
  milliseconds: Type.Integer(),
  answeredBy: Type.String(),
  server: Type.String(),
  certificate: Type.Union([Certificate, Type.Null()]),
  clockMilliseconds: Type.Union([Type.Integer(), Type.Null()]),
});
export type StoreHealth = Static<typeof StoreHealth>;

export const StoreSync = closed({
  /** idle, waiting, running, braked = it stopped and asks, failed. */
  state: oneOf(['idle', 'waiting', 'running', 'braked', 'failed']),
  says: Type.String(),
  full: Type.Boolean(),
  startedAt: MomentOrNever,
  /** The last run that came to its end: its rows are as of then. */
  finishedAt: MomentOrNever,
  seen: Type.Integer(),
  added: Type.Integer({ description: 'users who were not here before' }),
  changed: Type.Integer({ description: 'users and groups who were here before and are not as they were, who is in a group included' }),
  vanished: Type.Integer(),
  skipped: Type.Integer(),
  namesakes: Type.Integer({ description: 'entries left out because their names belong to users or groups of other entries' }),
  rebuilt: Type.Boolean({
    description: 'it stopped, and most of those who would vanish have a namesake among the entries: the store may have been rebuilt with new ids',
  }),
});
export type StoreSync = Static<typeof StoreSync>;

export const StoreDetails = closed({
  ...Store.properties,
  version: Version,
  ...living,
  settings: Settings,
  hasPassword: Type.Boolean(),
  declaredIn: Type.String({ description: 'the file that declares this store: what it sets is changed there; empty = none does' }),
  groups: Type.Integer(),
  health: StoreHealth,
  sync: StoreSync,
  /** What was begun to be written there and is not finished: looked at when it answers. */
  writesOpen: Type.Integer(),
  skippedEntries: Type.Array(closed({ address: Type.String(), says: Type.String() }), { description: 'the first of those that the last run could not take' }),
});
export type StoreDetails = Static<typeof StoreDetails>;

// ── Operations ──

const id = { id: Id };
const draft = { kind: oneOf(storeKinds), settings: Settings, password };
/** Settings that are tried before they are kept: with `id` and without a password, the kept one is used, by whoever may change that store and only where it leads. */
const tried = closed({ ...draft, id: Type.Optional(Id), answerSeconds: Type.Optional(living.answerSeconds) });
const optional = <P extends Record<string, TSchema>>(properties: P) =>
  Object.fromEntries(Object.entries(properties).map(([name, schema]) => [name, Type.Optional(schema)])) as { [K in keyof P]: Type.TOptional<P[K]> };

export const showStore = operation({
  name: 'stores.show',
  method: 'GET',
  path: '/stores/{id}',
  summary: 'One user store: settings without secrets, health, and its last synchronising.',
  needs: `${at}/view`,
  input: closed(id),
  output: StoreDetails,
  refusals: ['store.missing'],
});

export const addStore = operation({
  name: 'stores.add',
  method: 'POST',
  path: '/stores',
  summary: 'Add a user store. It is read at once, and its users appear as they are found.',
  needs: `${at}/create`,
  dangerous: true,
  input: closed({ domain: Domain, ...draft, ...optional(living) }),
  output: StoreDetails,
  secret: ['password'],
  refusals: ['store.domain-invalid', 'store.domain-taken', 'store.settings-invalid', 'limit.reached'],
});

export const editStore = operation({
  name: 'stores.edit',
  method: 'PATCH',
  path: '/stores/{id}',
  summary: 'Change a user store. Settings that are given replace all settings; an absent password stays, unless they lead elsewhere.',
  needs: `${at}/update`,
  dangerous: true,
  input: closed({ ...id, version: Type.Optional(Version), domain: Type.Optional(Domain), settings: Type.Optional(Settings), password, ...optional(living) }),
  output: StoreDetails,
  secret: ['password'],
  refusals: [
    'store.missing',
    'store.primary',
    'store.declared',
    'store.holds-more',
    'store.password-anew',
    'store.domain-invalid',
    'store.domain-taken',
    'store.settings-invalid',
    'version.stale',
  ],
});

const switching = (verb: 'enable' | 'disable', summary: string) =>
  operation({
    name: `stores.${verb}`,
    method: 'POST',
    path: `/stores/{id}/${verb}`,
    summary,
    needs: `${at}/update`,
    dangerous: true,
    input: closed({ ...id, version: Type.Optional(Version), reason: Type.Optional(text(300)) }),
    output: StoreDetails,
    refusals: ['store.missing', 'store.primary', 'store.declared', 'store.holds-more', 'store.own', 'version.stale'],
  });
export const enableStore = switching('enable', 'Let a user store be used again.');
export const disableStore = switching('disable', 'Stop using a user store: nobody of it signs in, its sessions and tokens end, its rows stay.');

export const deleteStore = operation({
  name: 'stores.delete',
  method: 'DELETE',
  path: '/stores/{id}',
  summary: 'Delete a user store that is disabled. Its users go to the recycle bin; nothing is changed where they live.',
  needs: `${at}/delete`,
  dangerous: true,
  input: closed({ ...id, version: Type.Optional(Version), reason: Type.Optional(text(300)) }),
  output: Nothing,
  refusals: ['store.missing', 'store.primary', 'store.declared', 'store.holds-more', 'store.own', 'store.enabled', 'version.stale'],
});

export const testStore = operation({
  name: 'stores.test',
  method: 'POST',
  path: '/stores/test',
  reads: true,
  summary: 'Try a connection: what answers, with which certificate, and if it fails, why.',
  needs: `${at}/create`,
  input: tried,
  output: closed({
    works: Type.Boolean(),
    says: Type.String(),
    health: Type.Union([StoreHealth, Type.Null()]),
    certificate: Type.Union([Certificate, Type.Null()]),
  }),
  secret: ['password'],
  refusals: ['store.missing', 'store.primary', 'permission.denied', 'store.password-anew', 'store.settings-invalid'],
});

const Sample = closed({
  address: Type.String(),
  name: Type.String(),
  shownName: Type.String(),
  mail: Type.String(),
  disabled: Type.Boolean(),
  values: Type.Record(Type.String(), Type.Array(Type.String())),
});
export const previewStore = operation({
  name: 'stores.preview',
  method: 'POST',
  path: '/stores/preview',
  reads: true,
  summary: 'The first ten users and groups of a store as they would be mapped.',
  needs: `${at}/create`,
  input: tried,
  output: closed({
    users: Type.Array(Sample),
    groups: Type.Array(closed({ address: Type.String(), name: Type.String(), members: Type.Integer() })),
    skipped: Type.Array(closed({ address: Type.String(), says: Type.String() })),
  }),
  secret: ['password'],
  refusals: ['store.missing', 'store.primary', 'permission.denied', 'store.password-anew', 'store.settings-invalid', 'store.fault'],
});

/** Made by synchronise/, which knows users. */
export const rehearseStore = operation({
  name: 'stores.rehearse',
  method: 'POST',
  path: '/stores/rehearse',
  reads: true,
  summary: 'Read a whole store and say what synchronising would do, without doing it.',
  needs: `${at}/create`,
  input: tried,
  output: closed({
    users: Type.Integer(),
    groups: Type.Integer(),
    added: Type.Integer(),
    changed: Type.Integer(),
    vanished: Type.Integer(),
    /** Names that users of other stores have too: they sign in with DOMAIN/name. */
    clashes: Type.Integer(),
    clashing: Type.Array(Type.String()),
    skipped: Type.Integer(),
    skippedEntries: Type.Array(closed({ address: Type.String(), says: Type.String() })),
    /** False = stopped at its limits: the numbers are at least so. */
    complete: Type.Boolean(),
  }),
  secret: ['password'],
  refusals: ['store.missing', 'store.primary', 'permission.denied', 'store.password-anew', 'store.settings-invalid', 'store.fault'],
});

export const synchroniseStore = operation({
  name: 'stores.synchronise',
  method: 'POST',
  path: '/stores/{id}/synchronise',
  summary: 'Read what changed in a store now, or everything. `vanishing` lets a run that was braked take away as many as it said.',
  needs: `${at}/update`,
  input: closed({ ...id, full: Type.Optional(Type.Boolean()), vanishing: Type.Optional(Type.Integer({ minimum: 0 })) }),
  output: StoreSync,
  refusals: ['store.missing', 'store.primary', 'store.disabled'],
});

export const storeOperations = [
  listStores,
  showStore,
  addStore,
  editStore,
  enableStore,
  disableStore,
  deleteStore,
  testStore,
  previewStore,
  rehearseStore,
  synchroniseStore,
] as const;
