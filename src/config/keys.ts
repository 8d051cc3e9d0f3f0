// Every setting of Reeve, written once: type, default, range, unit, sentence. reeve.toml, REEVE_* and flags are read by it, docs/configuration.md is printed from it.
// Only src/config.ts and its files import this; the rest of the house takes `Config` from the door.
// It does not know where a value came from, nor whether two values fit together.
import { type Static, Type } from 'typebox';
import type { DeclaredStore } from './stores.ts';

/** How a value is written: one word of `values`, a number, text, or a list of texts. */
export type Shape = 'text' | 'whole' | 'number' | 'word' | 'list';
/** What the text means, so that it can be checked before anything starts. */
export type Meaning = 'path' | 'database' | 'host' | 'listen' | 'url' | 'cidr' | 'destination';

export type Fact = {
  readonly shape: Shape;
  readonly group: Group;
  readonly min?: number;
  readonly max?: number;
  readonly values?: readonly string[];
  readonly meaning?: Meaning;
  readonly unit?: string;
  /** Its value is never printed, and it is no flag: flags stand in the list of processes. */
  readonly secret?: true;
};

export const groups = ['Where the data lies', 'Doors', 'Log', 'Passwords', 'Signing in', 'Limits', 'First start'] as const;
export type Group = (typeof groups)[number];

type Words = { readonly group: Group; readonly description: string };
type Range = { readonly min: number; readonly max: number; readonly unit?: string };

const text = (fallback: string, { group, description }: Words, more: { meaning?: Meaning; secret?: true } = {}) =>
  Object.assign(Type.String({ default: fallback, description }), { fact: { shape: 'text', group, ...more } satisfies Fact });

const whole = (fallback: number, { group, description }: Words, range: Range) =>
  Object.assign(Type.Integer({ default: fallback, minimum: range.min, maximum: range.max, description }), {
    fact: { shape: 'whole', group, ...range } satisfies Fact,
  });

const number = (fallback: number, { group, description }: Words, range: Range) =>
  Object.assign(Type.Number({ default: fallback, minimum: range.min, maximum: range.max, description }), {
    fact: { shape: 'number', group, ...range } satisfies Fact,
  });

const word = <const V extends readonly string[]>(values: V, fallback: V[number], { group, description }: Words) =>
  Object.assign(Type.Unsafe<V[number]>({ type: 'string', enum: [...values], default: fallback, description }), {
    fact: { shape: 'word', group, values } satisfies Fact,
  });

const list = (fallback: readonly string[], { group, description }: Words, meaning: Meaning) =>
  Object.assign(Type.Unsafe<readonly string[]>({ type: 'array', items: { type: 'string' }, default: fallback, description }), {
    fact: { shape: 'list', group, meaning } satisfies Fact,
  });

const data = (description: string): Words => ({ group: 'Where the data lies', description });
const doors = (description: string): Words => ({ group: 'Doors', description });
const log = (description: string): Words => ({ group: 'Log', description });
const passwords = (description: string): Words => ({ group: 'Passwords', description });
const signIn = (description: string): Words => ({ group: 'Signing in', description });
const limits = (description: string): Words => ({ group: 'Limits', description });
const first = (description: string): Words => ({ group: 'First start', description });

export const configSchema = Type.Object(
  {
    data: text('./data', data('The data folder: database, keys, certificate, set-up link. Made at first start, readable by its owner only.'), {
      meaning: 'path',
    }),
    database: text('', data('Empty: SQLite in the data folder. Or `postgres://user:password@host:5432/name` for several nodes over one PostgreSQL.'), {
      meaning: 'database',
      secret: true,
    }),
    masterKeyFile: text('', data('The file with the key that wraps all others. Empty: `master-key` in the data folder. Further nodes need a copy of it.'), {
      meaning: 'path',
    }),
    readWorkers: whole(2, data('Threads that read lists and exports from SQLite, each with its own connection.'), { min: 1, max: 64, unit: 'threads' }),
    databaseConnectionsMax: whole(16, data('Connections to PostgreSQL.'), { min: 2, max: 1000, unit: 'connections' }),
    eventDaysMax: whole(90, data('How long sign-ins and failures are kept. The journal of changes is kept for ever.'), { min: 1, max: 3650, unit: 'days' }),

    host: text('0.0.0.0', doors('The address to listen on. `0.0.0.0`: every IPv4 address; `::`: every IPv4 and IPv6 address.'), { meaning: 'host' }),
    port: whole(9443, doors('The port to listen on. 0: any free one.'), { min: 0, max: 65535 }),
    baseUrl: text(
      '',
      doors(
        'How browsers reach Reeve, such as `https://users.example.com`. Empty: made from the host’s name and the port. Needed behind a proxy, and for links in mails.',
      ),
      { meaning: 'url' },
    ),
    tls: word(['on', 'off'], 'on', doors('`off` only on a loopback `host`, or behind a proxy named in `trusted_proxies`.')),
    tlsCert: text('', doors('PEM file with the certificate and its chain. Empty: Reeve makes one itself. Read again whenever it changes.'), {
      meaning: 'path',
    }),
    tlsKey: text('', doors('PEM file with the private key that belongs to `tls_cert`.'), { meaning: 'path' }),
    trustedProxies: list([], doors('Networks whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed, such as `10.0.0.0/8`.'), 'cidr'),
    metricsListen: text('127.0.0.1:9464', doors('Address and port of `/metrics` without a token. Empty: `/metrics` by token only.'), { meaning: 'listen' }),

    egressNetworks: list(
      [],
      doors(
        'Private networks and loopback addresses that Reeve may connect to, such as `10.0.0.0/8`: where user stores and the mail server are. Public addresses need no entry.',
      ),
      'cidr',
    ),

    logLevel: word(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info', log('The least important lines that are written.')),
    logFormat: word(['auto', 'json', 'pretty'], 'auto', log('`auto`: for people on a terminal, otherwise JSON.')),

    argon2MemoryKib: whole(19_456, passwords('Memory of one password hash (Argon2id, RFC 9106).'), { min: 1024, max: 4_194_304, unit: 'KiB' }),
    argon2Passes: whole(2, passwords('Passes of one password hash.'), { min: 1, max: 100, unit: 'passes' }),
    argon2Lanes: whole(1, passwords('Lanes of one password hash.'), { min: 1, max: 64, unit: 'lanes' }),
    hashQueueMax: whole(128, passwords('Passwords that may wait to be hashed. Beyond it sign-ins are answered with 503.'), {
      min: 1,
      max: 100_000,
      unit: 'passwords',
    }),
    passwordLengthMin: whole(12, passwords('The shortest password a user may choose.'), { min: 8, max: 256, unit: 'characters' }),
    temporaryPasswordHoursMax: number(24, passwords('How long a temporary password lives.'), { min: 0.01, max: 8760, unit: 'hours' }),

    sessionIdleHoursMax: number(1, signIn('A session ends when it was not used for so long.'), { min: 0.01, max: 8760, unit: 'hours' }),
    sessionHoursMax: number(12, signIn('A session ends so long after sign-in, used or not.'), { min: 0.01, max: 8760, unit: 'hours' }),
    tokenDaysMax: whole(366, signIn('The longest life of an API token.'), { min: 1, max: 3660, unit: 'days' }),
    failureMillisecondsMin: whole(
      400,
      signIn('Every failed sign-in takes at least so long, so that its time tells nothing. Keep it above the slowest store.'),
      {
        min: 0,
        max: 10_000,
        unit: 'milliseconds',
      },
    ),
    staleSecondsMax: whole(5, signIn('A node that has not heard from the database for so long gives no decisions and lets nobody in.'), {
      min: 1,
      max: 60,
      unit: 'seconds',
    }),

    anyoneRequestsPerMinuteMax: whole(300, limits('Requests of one network to each door that needs no sign-in.'), { min: 1, max: 1_000_000, unit: 'requests' }),
    bodyBytesMax: whole(1_048_576, limits('The largest body of a request.'), { min: 1024, max: 1_073_741_824, unit: 'bytes' }),
    headerBytesMax: whole(16_384, limits('The largest head of a request.'), { min: 1024, max: 1_048_576, unit: 'bytes' }),
    headerSecondsMax: whole(10, limits('A client that takes longer to send a head is disconnected.'), { min: 1, max: 600, unit: 'seconds' }),
    requestSecondsMax: whole(60, limits('A client that takes longer to send a request is disconnected.'), { min: 1, max: 3600, unit: 'seconds' }),
    idleConnectionSecondsMax: whole(72, limits('An idle connection is closed after so long. Keep it above the idle time of a proxy in front.'), {
      min: 1,
      max: 3600,
      unit: 'seconds',
    }),
    connectionsMax: whole(10_000, limits('Open connections; further ones are closed.'), { min: 10, max: 1_000_000, unit: 'connections' }),
    stopSecondsMax: whole(5, limits('On SIGTERM, what runs may finish for so long.'), { min: 1, max: 600, unit: 'seconds' }),

    setupLinkMinutesMax: whole(30, first('How long the set-up link is valid.'), { min: 1, max: 1440, unit: 'minutes' }),
    adminUser: text('', first('Unattended first start: the user name of the first administrator. Counts only until set-up is done.')),
    adminPassword: text('', first('Unattended first start: his password. Better in a file: see `admin_password_file`.'), { secret: true }),
    adminPasswordFile: text('', first('Unattended first start: a file whose first line is his password.'), { meaning: 'path' }),
  },
  { additionalProperties: false },
);

/** What flags and variables may say too. */
export type FlatConfig = Readonly<Static<typeof configSchema>>;
export type Config = FlatConfig & { readonly stores: readonly DeclaredStore[] };
export type Key = keyof typeof configSchema.properties;
export type Value = string | number | readonly string[];

/** One setting as the readers see it. */
export type Setting = {
  readonly key: Key;
  readonly toml: string;
  readonly env: string;
  readonly flag: string;
  readonly fallback: Value;
  readonly description: string;
  readonly fact: Fact;
};

/** All settings in their order. */
export function settings(): readonly Setting[] {
  return keys().map((key) => {
    const schema: { readonly fact: Fact; readonly default?: unknown; readonly description?: unknown } = configSchema.properties[key];
    const toml = snake(key);
    return {
      key,
      toml,
      env: `REEVE_${toml.toUpperCase()}`,
      flag: toml.replaceAll('_', '-'),
      fallback: fallbackOf(schema.default),
      description: String(schema.description),
      fact: schema.fact,
    };
  });
}

function keys(): readonly Key[] {
  const isKey = (name: string): name is Key => name in configSchema.properties;
  return Object.keys(configSchema.properties).filter(isKey);
}

function fallbackOf(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number') return value;
  return Array.isArray(value) ? value.map(String) : '';
}

/** `argon2MemoryKib` → `argon2_memory_kib`. */
const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
