// The words of user stores: their list, the page of one, and what may be done with it. Those of its settings are in store-settings.ts.
import { counted } from './counted.ts';
import { said } from './language.ts';

const some = (count: number, one: string, many: string) => `${counted(count)} ${count === 1 ? one : many}`;
const usersOf = (count: number) => some(count, 'user', 'users');
const groupsOf = (count: number) => some(count, 'group', 'groups');

export const stores = said('stores', {
  title: 'User Stores',
  says: 'Where users live and where their passwords are checked. PRIMARY is Reeve’s own; the others belong to somebody else, and Reeve reads them.',
  add: 'Add user store',
  noun: ['user store', 'user stores'],
  nothing: 'There is only PRIMARY. Add a store for the users of a directory or a database.',
  noSuch: 'There is no such user store.',
  columns: { domain: 'Domain', kind: 'Kind', state: 'State', users: 'Users', groups: 'Groups', asOf: 'Rows as of', run: 'Last run' },
  kinds: { primary: 'Reeve’s own', ldap: 'LDAP directory', 'active-directory': 'Active Directory', sql: 'SQL database' } as Readonly<Record<string, string>>,
  writable: 'writable',
  always: 'always',
  states: {
    ok: 'Works',
    failing: (since: string) => `Fails since ${since}`,
    resting: (since: string) => `Rests, fails since ${since}`,
    off: 'Disabled',
    unknown: 'Never asked',
  },
  runs: {
    none: 'None yet',
    waiting: 'Waits for its turn',
    running: (seen: number) => `Reads, ${counted(seen)} so far`,
    braked: 'Stopped, and asks',
    failed: 'Failed',
    idle: (added: number, changed: number, vanished: number) =>
      [[added, 'added'] as const, [changed, 'changed'] as const, [vanished, 'taken away'] as const]
        .filter(([count]) => count > 0)
        .map(([count, what]) => `${counted(count)} ${what}`)
        .join(', ') || 'No change',
  },
  actions: { now: 'Synchronise now', all: 'Read everything', relink: 'Re-link users', enable: 'Enable', disable: 'Disable', remove: 'Delete' },
  primaryFixed: 'PRIMARY is Reeve’s own store: it is always there, and has no settings.',
  declared: 'It is declared in the configuration file of the server, and is changed there.',
  declaredIn: (file: string) => `This store is declared in ${file}. Change its section there, and start Reeve again.`,
  own: 'You come from this store yourself, and would shut yourself out.',
  enabledFirst: 'It is in use. Disable it first, and see that nobody misses it.',
  disabledFirst: 'It is disabled. Enable it first.',
  underWay: 'It is being read already.',
  tabs: { health: 'Health', settings: 'Settings', journal: 'Journal' },
  health: {
    title: 'Health',
    check: 'Check now',
    state: 'State',
    answered: 'Last answer',
    latency: 'Latency',
    milliseconds: (count: number) => `${counted(count)} ms`,
    slowest: (count: number) => `${counted(count)} ms, the slowest of late`,
    answeredBy: 'Who answers',
    server: 'Server',
    certificate: 'Certificate',
    none: 'Without TLS',
    clock: 'Its clock',
    right: 'as ours',
    ahead: (milliseconds: string) => `${milliseconds} ahead of ours`,
    behind: (milliseconds: string) => `${milliseconds} behind ours`,
    seconds: (count: number) => `${counted(count)} s`,
    staleRows: (asOf: string) => `Its users are shown as of ${asOf}.`,
  },
  certificate: {
    subject: 'Subject',
    issuer: 'Issuer',
    fingerprint: 'SHA-256',
    ends: 'Ends',
    soon: 'It ends soon.',
    over: 'It has ended.',
  },
  sync: {
    title: 'Synchronising',
    every: (minutes: number) => (minutes === 1 ? 'Read every minute.' : `Read every ${counted(minutes)} minutes.`),
    asked: 'Read only when asked to.',
    last: 'Last run',
    asOf: 'Rows as of',
    seen: 'Read',
    added: 'Added',
    changed: 'Changed',
    vanished: 'Taken away',
    wouldVanish: 'Would vanish',
    skipped: 'Skipped',
    progress: 'Entries read so far',
    running: (seen: number) => `It is being read: ${some(seen, 'entry', 'entries')} so far.`,
    waiting: 'It waits for its turn.',
    failed: (says: string) => `The last run failed: ${says} It is tried again by itself.`,
    takeAway: (count: number, mayBeGroups: boolean) => `Take away ${mayBeGroups ? some(count, 'user or group', 'users and groups') : usersOf(count)}`,
    takeTitle: (domain: string) => `Take away what is missing from ${domain}`,
    takeSays: (what: string) =>
      `${what}: users go to the recycle bin with their roles, their sessions and tokens end, and groups lose their members. Whoever is found there again comes back with what he had.`,
    begun: (domain: string) => `${domain} is read now.`,
    rebuilt: (namesakes: number) =>
      `This store seems to have been rebuilt: ${namesakes === 1 ? '1 entry there bears' : `${counted(namesakes)} entries there bear`} a name that is here already, under another id. If they are the same, re-link them; then nobody is taken away.`,
    skippedTitle: 'Skipped entries',
    skippedSays: (shown: number, all: number) =>
      all > shown ? `The first ${counted(shown)} of ${counted(all)} that the last run could not take as they are.` : '',
    entry: 'Entry',
    why: 'Why',
  },
  relink: {
    title: (domain: string) => `Re-link the users of ${domain}`,
    says: 'For a store that was rebuilt: the same users and groups are there under new ids. Each is matched with its new entry and keeps its roles. First you see who is whom, and who is not certain; nothing is done yet.',
    by: 'Match users by',
    marks: { name: 'User name', mail: 'Mail address' },
    marksSays: { name: 'The names are the same as before.', mail: 'Names may have changed; whoever shares an address is left alone.' },
    groups: 'Groups are matched by their names.',
    verb: 'Show who is whom',
  },
  disable: {
    title: (domain: string) => `Disable ${domain}`,
    verb: 'Disable the store',
    says: (users: number) =>
      `Nobody of it signs in any more, and the sessions and tokens of its ${usersOf(users)} end now. Users, groups and roles stay as they are, and nothing is changed where they live. It is not read until it is enabled again.`,
    done: (domain: string) => `${domain} is disabled.`,
  },
  enable: {
    title: (domain: string) => `Enable ${domain}`,
    verb: 'Enable the store',
    says: (users: number) => `Its ${usersOf(users)} may sign in again with the roles they had, and it is read at once.`,
    done: (domain: string) => `${domain} is enabled, and is read now.`,
  },
  remove: {
    title: (domain: string) => `Delete ${domain}`,
    verb: (users: number) => (users === 0 ? 'Delete the store' : `Delete the store and its ${usersOf(users)}`),
    says: (users: number, groups: number) =>
      `Its settings and its password are removed. Its ${usersOf(users)} go to the recycle bin with their roles, and its ${groupsOf(groups)} lose their members. Nothing is changed where they live.`,
    done: (domain: string) => `${domain} is deleted.`,
  },
  reason: 'Reason (optional)',
  counts: (users: number, groups: number) => `${usersOf(users)}, ${groupsOf(groups)}`,
} as const);
