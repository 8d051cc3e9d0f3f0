// What the outside may ask about plans and jobs: a plan says exactly who will be changed and how, a job does that very plan, and tells of every row what became of it.
// Imported by the browser; imports nothing of the house but #contract.ts and the scope's shape. Knows no rule.
import { type Static, Type } from 'typebox';
import { Cursor, closed, FileText, Id, Limit, Moment, MomentOrNever, oneOf, operation, pageOf, text } from '#contract.ts';
import { Loss, Scope } from '#permissions/contract.ts';

export const deeds = [
  'lock',
  'unlock',
  'disable',
  'enable',
  'give-role',
  'take-role',
  'reset-password',
  'invite',
  'end-sessions',
  'delete',
  'restore',
] as const;
export type Deed = (typeof deeds)[number];

export const objectKinds = ['user', 'group'] as const;

/** What is done to each of the users. `until` is the end of a lock or of a role, `from` and `scope` go with a role that is given. */
export const Act = closed({
  do: oneOf(deeds),
  reason: Type.Optional(text(200)),
  role: Type.Optional(Id),
  from: Type.Optional(MomentOrNever),
  until: Type.Optional(MomentOrNever),
  scope: Type.Optional(Type.Union([Scope, Type.Null()])),
});
export type Act = Static<typeof Act>;

/** By what a store's users are matched with its entries. */
export const marks = ['name', 'mail'] as const;
export type Mark = (typeof marks)[number];

/** As it is kept and shown: with the name of the role, for an undo with the job that it takes back, for a re-link with the store. */
export const ActShown = closed({
  do: oneOf([...deeds, 'undo', 'relink']),
  reason: Type.String(),
  role: Type.Union([closed({ id: Id, name: Type.String() }), Type.Null()]),
  from: MomentOrNever,
  until: MomentOrNever,
  scope: Type.Union([Scope, Type.Null()]),
  job: Type.String(),
  relink: Type.Union([closed({ store: Id, domain: Type.String(), by: oneOf(marks) }), Type.Null()]),
});
export type ActShown = Static<typeof ActShown>;

export const verdicts = ['change', 'skip', 'unknown'] as const;
export const outcomes = ['waiting', 'done', 'skipped', 'failed'] as const;
export const jobStates = ['plan', 'waiting', 'running', 'done', 'cancelled', 'stopped'] as const;

export const Plan = closed({
  id: Id,
  act: ActShown,
  state: oneOf(jobStates),
  createdAt: Moment,
  /** Forgotten then, unless it is carried out. */
  endsAt: Moment,
  change: Type.Integer(),
  skip: Type.Integer(),
  /** Names of a pasted list that are nobody's, or several users'. */
  unknown: Type.Integer(),
  /** Why users are skipped, the most frequent reason first. */
  skipped: Type.Array(closed({ code: Type.String(), says: Type.String(), users: Type.Integer() })),
  /** Of those who are changed, how many lose something they could use. */
  losing: Type.Integer(),
  losses: Type.Array(Loss),
  /** Of those who are changed, how many hold administrative permissions. */
  administrators: Type.Integer(),
  /** The first of them, where it matters who they are: in a re-link. */
  administering: Type.Array(closed({ kind: oneOf(objectKinds), id: Id, name: Type.String() })),
});
export type Plan = Static<typeof Plan>;

export const PlanRow = closed({
  position: Type.Integer(),
  kind: oneOf(objectKinds),
  /** Empty when nobody was found. */
  id: Type.String(),
  name: Type.String(),
  shownName: Type.String(),
  verdict: oneOf(verdicts),
  code: Type.String(),
  /** How he changes, or why not. */
  says: Type.String(),
});
export type PlanRow = Static<typeof PlanRow>;

export const Job = closed({
  id: Id,
  act: ActShown,
  state: oneOf(jobStates),
  by: closed({ kind: Type.String(), id: Type.String(), name: Type.String() }),
  createdAt: Moment,
  startedAt: MomentOrNever,
  finishedAt: MomentOrNever,
  total: Type.Integer(),
  done: Type.Integer(),
  skipped: Type.Integer(),
  failed: Type.Integer(),
  /** Why it stopped. */
  says: Type.String(),
  cancelling: Type.Boolean(),
  /** Id of the job that takes this one back; empty for none. */
  undoneBy: Type.String(),
  /** Temporary passwords that wait to be shown, once. */
  passwords: Type.Integer(),
});
export type Job = Static<typeof Job>;

export const JobRow = closed({
  position: Type.Integer(),
  kind: oneOf(objectKinds),
  id: Type.String(),
  name: Type.String(),
  shownName: Type.String(),
  outcome: oneOf(outcomes),
  code: Type.String(),
  says: Type.String(),
  /** The entry it left in the journal; 0 = none. */
  number: Type.Integer(),
  at: MomentOrNever,
});
export type JobRow = Static<typeof JobRow>;

/** Plans and jobs are their maker's own, and act by what he may: asked for as whatever takes a right. */
const ofAdministration = { needs: 'self', administers: true } as const;
const one = closed({ id: Id });
const page = { cursor: Type.Optional(Cursor), limit: Type.Optional(Limit) };

export const showPlan = operation({
  name: 'plans.show',
  method: 'GET',
  path: '/plans/{id}',
  summary: 'A plan of yours: who would be changed, who is skipped, and what rights are lost.',
  ...ofAdministration,
  input: one,
  output: Plan,
  refusals: ['plan.missing'],
});
export const rowsOfPlan = operation({
  name: 'plans.rows',
  method: 'GET',
  path: '/plans/{id}/rows',
  summary: 'Everybody in a plan: how he changes, or why not.',
  ...ofAdministration,
  input: closed({ id: Id, verdict: Type.Optional(oneOf(verdicts)), ...page }),
  output: pageOf(PlanRow),
  refusals: ['plan.missing'],
});
export const carryOut = operation({
  name: 'plans.carry-out',
  method: 'POST',
  path: '/plans/{id}/carry-out',
  summary: 'Do exactly what the plan says, as a job that goes on by itself; whoever was changed since is skipped.',
  ...ofAdministration,
  dangerous: true,
  input: one,
  output: Job,
  refusals: ['plan.missing', 'plan.nothing', 'plan.carried-out', 'permission.denied'],
});
export const listJobs = operation({
  name: 'jobs.list',
  method: 'GET',
  path: '/jobs',
  summary: 'Jobs, newest first: your own, or all of them for those who may read the journal.',
  ...ofAdministration,
  input: closed({ ...page }),
  output: pageOf(Job),
});
export const showJob = operation({
  name: 'jobs.show',
  method: 'GET',
  path: '/jobs/{id}',
  summary: 'One job: how far it is, and how it ended.',
  ...ofAdministration,
  input: one,
  output: Job,
  refusals: ['job.missing'],
});
export const resultsOfJob = operation({
  name: 'jobs.results',
  method: 'GET',
  path: '/jobs/{id}/results',
  summary: 'What became of every row of a job.',
  ...ofAdministration,
  input: closed({ id: Id, outcome: Type.Optional(oneOf(outcomes)), ...page }),
  output: pageOf(JobRow),
  refusals: ['job.missing'],
});
export const resultsFile = operation({
  name: 'jobs.results-file',
  method: 'GET',
  path: '/jobs/{id}/results.csv',
  summary: 'What became of every row of a job, as a CSV file.',
  ...ofAdministration,
  input: one,
  output: FileText,
  download: 'text/csv',
  refusals: ['job.missing'],
});
export const cancelJob = operation({
  name: 'jobs.cancel',
  method: 'POST',
  path: '/jobs/{id}/cancel',
  summary: 'Stop a job of yours after the rows that are being done; what is done stays done.',
  ...ofAdministration,
  input: one,
  output: Job,
  refusals: ['job.missing', 'job.finished'],
});
export const passwordsOfJob = operation({
  name: 'jobs.passwords',
  method: 'POST',
  path: '/jobs/{id}/passwords',
  summary: 'The temporary passwords that a job of yours has made: shown once, and then kept nowhere.',
  ...ofAdministration,
  dangerous: true,
  input: one,
  output: closed({ items: Type.Array(closed({ id: Id, name: Type.String(), temporaryPassword: Type.String() })) }),
  secret: ['temporaryPassword', 'items'],
  refusals: ['job.missing', 'job.unfinished'],
});
export const undoJob = operation({
  name: 'jobs.undo',
  method: 'POST',
  path: '/jobs/{id}/undo',
  summary: 'Rehearse taking back a whole job: a plan, to be carried out like any other.',
  ...ofAdministration,
  input: one,
  output: closed({ ...Plan.properties, items: Type.Array(PlanRow) }),
  refusals: ['job.missing', 'job.unfinished', 'undo.done', 'undo.not'],
});

export const jobOperations = [showPlan, rowsOfPlan, carryOut, listJobs, showJob, resultsOfJob, resultsFile, cancelJob, passwordsOfJob, undoJob] as const;
