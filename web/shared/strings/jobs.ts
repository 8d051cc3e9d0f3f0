// The words of rehearsals and jobs.
import { counted } from './counted.ts';
import { said } from './language.ts';

const users = (count: number) => (count === 1 ? '1 user' : `${counted(count)} users`);

const verbs = {
  lock: 'Lock',
  unlock: 'Unlock',
  disable: 'Disable',
  enable: 'Enable',
  'give-role': 'Give a role to',
  'take-role': 'Take a role from',
  'reset-password': 'Reset the passwords of',
  invite: 'Invite',
  'end-sessions': 'End the sessions of',
  delete: 'Delete',
  restore: 'Restore',
  undo: 'Undo for',
  relink: 'Re-link',
} as const;

export const jobs = said('jobs', {
  title: 'Jobs',
  says: 'Changes of many users at once: how far they are, what became of everybody, and the way back.',
  nothing: 'No job yet. Select users in the list, and change them together.',
  what: 'What',
  state: 'State',
  who: 'Who',
  begun: 'Begun',
  progress: 'Progress',
  open: 'Open',
  user: 'User',
  group: 'Group',
  how: 'How',
  why: 'Why',
  became: 'Became',
  entry: (number: number) => `Entry ${number}`,
  more: 'Show more',
  users,
  verbs,
  /** `of` = the role that is given or taken, the store that is linked anew. */
  verb: (does: string, of: string, count: number) => {
    const all = users(count);
    if (does === 'give-role') return `Give ${of} to ${all}`;
    if (does === 'take-role') return `Take ${of} from ${all}`;
    if (does === 'relink') return `Re-link ${count === 1 ? '1 user or group' : `${counted(count)} users and groups`} of ${of}`;
    return `${verbs[does as keyof typeof verbs] ?? does} ${all}`;
  },
  bulk: {
    says: 'First you see exactly what would change, and who would be left out. Nothing is done yet.',
    selected: (count: number) => `${users(count)} selected`,
    pasted: (count: number) => `${counted(count)} ${count === 1 ? 'line' : 'lines'} pasted`,
    matching: 'All users that match the filters of the list',
    lost: 'The selection is gone, because the page was loaded anew. Select the users again.',
    toUsers: 'To the users',
    reason: 'Reason',
    reasonSays: 'Stands in the journal of everybody who is changed.',
    until: 'Until',
    untilSays: 'Empty: until somebody unlocks.',
    role: 'Role',
    rehearse: 'Show what would change',
  },
  plan: {
    title: 'Rehearsal',
    sentence: (verb: string, skip: number, unknown: number) =>
      [
        `This would ${verb.charAt(0).toLowerCase()}${verb.slice(1)}.`,
        skip > 0 ? `${users(skip)} would be left as ${skip === 1 ? 'he is' : 'they are'}.` : '',
        unknown > 0 ? `${counted(unknown)} ${unknown === 1 ? 'name means' : 'names mean'} nobody for certain.` : '',
      ]
        .filter(Boolean)
        .join(' '),
    nobody: 'This would change nobody.',
    administrators: (count: number) => (count === 1 ? 'One of them is an administrator.' : `${counted(count)} of them are administrators.`),
    skipped: 'Who is left out, and why',
    losses: 'What rights are lost',
    loss: (count: number, name: string, administrators: number) => {
      if (count === 1) return `1 person${administrators === 1 ? ', an administrator,' : ''} loses ${name}.`;
      const among = administrators === 0 ? '' : administrators === 1 ? ', one of them an administrator' : `, ${counted(administrators)} of them administrators`;
      return `${counted(count)} people lose ${name}${among}.`;
    },
    rows: 'Everybody in this plan',
    tabs: { change: 'Changes', skip: 'Left out', unknown: 'Not found' },
    ends: 'Nothing has been done yet. The plan is forgotten',
    changed: 'Whoever is changed by somebody else before it is done is left alone and reported.',
    leave: 'Leave it',
    carriedOut: 'This plan was carried out.',
    toJob: 'See its job',
    relink: {
      sentence: (verb: string) => `This would ${verb.charAt(0).toLowerCase()}${verb.slice(1)}.`,
      rest: (skip: number, unknown: number) =>
        [
          skip > 0 ? `${counted(skip)} would be left as ${skip === 1 ? 'it is' : 'they are'}.` : '',
          unknown > 0 ? `${counted(unknown)} ${unknown === 1 ? 'entry is' : 'entries are'} nobody’s here.` : '',
        ]
          .filter(Boolean)
          .join(' '),
      nobody: 'Nobody can be matched with a new entry.',
      administrators: (count: number) =>
        count === 1 ? 'One of those holds administrative permissions.' : `${counted(count)} of those hold administrative permissions.`,
      administering: 'Who holds administrative permissions',
      administeringSays: 'Whoever runs this store decides who they are now. Look at each of them before you go on.',
      moreAdministering: (count: number) => `and ${counted(count)} more`,
      unknown: 'Nobody’s entries',
    },
  },
  states: { plan: 'Planned', waiting: 'Waiting', running: 'Running', done: 'Done', cancelled: 'Cancelled', stopped: 'Stopped' },
  outcomes: { waiting: 'Waiting', done: 'Done', skipped: 'Left out', failed: 'Failed' },
  job: {
    progress: (done: number, total: number) => `${counted(done)} of ${counted(total)}`,
    sums: (done: number, skipped: number, failed: number) =>
      [`${counted(done)} done`, skipped > 0 ? `${counted(skipped)} left out` : '', failed > 0 ? `${counted(failed)} failed` : ''].filter(Boolean).join(', '),
    cancel: 'Stop',
    cancelling: 'Stopping …',
    download: 'Download results',
    undo: 'Undo all of it',
    undone: 'It was taken back.',
    toUndo: 'See how',
    undoes: 'Takes back another job.',
    toUndone: 'See which',
    passwords: (count: number) => (count === 1 ? 'Show the temporary password' : `Show ${counted(count)} temporary passwords`),
    passwordsSays: 'They are shown this once, and kept nowhere afterwards.',
    passwordsTitle: 'Temporary passwords',
    passwordsCopy: 'Copy all',
    user: 'User',
    password: 'Temporary password',
    results: 'What became of everybody',
    missing: 'There is no such job.',
    leaves: 'It goes on by itself; this page may be left.',
  },
} as const);
