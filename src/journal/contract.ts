// What the outside may ask of the journal and of the sign-in events.
// Imported by the browser; imports nothing of the house but #contract.ts. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, FileParts, Id, Limit, Moment, oneOf, operation, pageOf } from '#contract.ts';

/** Before and after are in the shape of the room's contract, secrets left out; null before = made, null after = gone; `erased` when taken out on purpose. */
export const Image = closed({
  kind: Type.String(),
  id: Type.String(),
  name: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
  erased: Type.Boolean(),
});
export const JournalEntry = closed({
  number: Type.Integer(),
  at: Moment,
  actor: closed({ kind: Type.String(), id: Type.String(), name: Type.String() }),
  right: Type.String({ description: 'the permission used, or self, setup, host' }),
  door: Type.String(),
  operation: Type.String(),
  reason: Type.String(),
  images: Type.Array(Image),
  hash: Type.String(),
  /** The entry that this one took back; 0 = none. */
  undoes: Type.Integer(),
  /** Who took this one back, and in which entry; null = nobody. */
  undoneBy: Type.Union([closed({ number: Type.Integer(), at: Moment, name: Type.String() }), Type.Null()]),
  /** Id of the job it is part of; empty for none. */
  job: Type.String(),
});
export type JournalEntry = Static<typeof JournalEntry>;

const journalFilter = {
  number: Type.Optional(Type.Integer({ minimum: 1, description: 'this entry alone' })),
  /** Also through a filter on a user, role, group or attribute that is no more. */
  object: Type.Optional(Id),
  actor: Type.Optional(Type.String({ minLength: 1, maxLength: 100, description: 'id of a user, or host:NAME' })),
  operation: Type.Optional(Type.String({ maxLength: 64 })),
  door: Type.Optional(Type.String({ maxLength: 16, description: 'api, sign-in, account, cli, setup, job' })),
  since: Type.Optional(Moment),
  /** Before this moment. */
  until: Type.Optional(Moment),
};

export const listJournal = operation({
  name: 'journal.list',
  method: 'GET',
  path: '/journal',
  summary: 'Changes, newest first: who, what, before, after, by which right. Who reads within a scope sees what was done to those in it.',
  needs: '/permission/admin/monitor/logging',
  input: closed({ ...journalFilter, cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) }),
  output: pageOf(JournalEntry),
  refusals: ['cursor.invalid'],
});

export const exportJournal = operation({
  name: 'journal.export',
  method: 'GET',
  path: '/journal/export',
  summary: 'The same as a file: CSV for spreadsheets, or JSON with every image.',
  needs: '/permission/admin/monitor/logging',
  input: closed({ ...journalFilter, format: Type.Optional(oneOf(['csv', 'json'])) }),
  output: FileParts,
  download: 'text/csv',
});

export const verifyJournal = operation({
  name: 'journal.verify',
  method: 'GET',
  path: '/journal/verify',
  summary: 'Walk the chain from the first entry and say whether anything was altered.',
  needs: '/permission/admin/monitor/logging',
  input: closed({}),
  output: closed({
    entries: Type.Integer(),
    erased: Type.Integer(),
    head: Type.String(),
    sound: Type.Boolean(),
    faults: Type.Array(closed({ number: Type.Integer(), says: Type.String() })),
  }),
});

export const SignInEvent = closed({
  at: Moment,
  outcome: Type.String(),
  user: Type.Union([closed({ id: Id, userName: Type.String(), domain: Type.String() }), Type.Null()]),
  network: Type.String(),
  door: Type.String(),
  count: Type.Integer(),
});
export const listEvents = operation({
  name: 'events.list',
  method: 'GET',
  path: '/events',
  summary: 'Last sign-ins and failures, newest first.',
  needs: '/permission/admin/manage/apim_admin',
  input: closed({ failures: Type.Optional(Type.Boolean()), limit: Type.Optional(Limit) }),
  output: pageOf(SignInEvent),
});

export const journalOperations = [listJournal, exportJournal, verifyJournal, listEvents] as const;
