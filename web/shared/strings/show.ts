// The words of states, moments and other small things that many screens show.
import { said } from './language.ts';

/** More names than this are counted. */
const namedMax = 3;

const named = (noun: string, names: readonly string[], count: number) =>
  names.length === 0 || count > namedMax ? `${count} ${noun}` : `${noun} ${names.join(', ')}`;

export const show = said('show', {
  state: { active: 'Active', pending: 'Pending', locked: 'Locked', ended: 'Ended', disabled: 'Disabled', deleted: 'Deleted' } as Readonly<
    Record<string, string>
  >,
  kind: { person: 'Person', device: 'Device', program: 'Program' } as Readonly<Record<string, string>>,
  anyKind: 'All kinds',
  kinds: { person: 'Persons', device: 'Devices', program: 'Programs' } as Readonly<Record<string, string>>,
  justNow: 'just now',
  inAMoment: 'in a moment',
  lockedUntil: (when: string) => `Locked until ${when}`,
  endsIn: (when: string) => `Ends ${when}`,
  starts: (when: string) => `Starts ${when}`,
  pendingFor: (what: string) => `Pending ${what}`,
  secretOnce: 'Shown this once. Copy it now; nobody can read it again.',
  fromUntil: (from: string, until: string) => (from && until ? `${from} – ${until}` : from ? `from ${from}` : until ? `until ${until}` : 'No end'),
  everyUser: 'everybody',
  builtIn: 'Built in',
  host: (name: string) => `host ${name}`,
  scope: {
    all: 'Everybody',
    store: (name: string | undefined) => (name === undefined ? 'one user store' : `user store ${name}`),
    kind: (kinds: string) => `${kinds.toLowerCase()} only`,
    attribute: (name: string, value: string) => `${name} is ${value}`,
    roles: (names: readonly string[], count: number) =>
      count === 1 ? `${names[0] === undefined ? 'one role' : `role ${names[0]}`} and who holds it` : `${named('roles', names, count)} and who holds them`,
    groups: (names: readonly string[], count: number) =>
      count === 1 ? `${names[0] === undefined ? 'one group' : `group ${names[0]}`} and its members` : `${named('groups', names, count)} and their members`,
    names: { organisation: 'organisation', country: 'country', language: 'language', timeZone: 'time zone', mail: 'mail' } as Readonly<Record<string, string>>,
    and: ' and ',
    or: ' or ',
  },
} as const);
