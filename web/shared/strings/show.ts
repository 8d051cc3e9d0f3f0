// The words of states, moments and other small things that many screens show.
export const show = {
  state: { active: 'Active', pending: 'Pending', locked: 'Locked', ended: 'Ended', disabled: 'Disabled', deleted: 'Deleted' } as Readonly<
    Record<string, string>
  >,
  kind: { person: 'Person', device: 'Device', program: 'Program' } as Readonly<Record<string, string>>,
  kinds: { person: 'Persons', device: 'Devices', program: 'Programs' } as Readonly<Record<string, string>>,
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
    all: 'All users',
    store: 'One user store',
    attribute: (name: string, value: string) => `${name} is ${value}`,
    roles: (count: number) => (count === 1 ? 'One role and its holders' : `${count} roles and their holders`),
    groups: (count: number) => (count === 1 ? 'One group and its members' : `${count} groups and their members`),
    and: ' and ',
    or: ' or ',
  },
} as const;
