// `reeve job …`: changes of many users that were carried out: how far they are, what became of everybody, and the way back.
// Loaded by src/cli/commands.ts.
import { cancelJob, type Job, listJobs, resultsOfJob, showJob, undoJob } from '#jobs/contract.ts';
import { type Command, command as declare } from './arguments.ts';
import { given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import { carryOutPlan, deedText, showPasswords, showPlan } from './job/plan.ts';
import { momentText } from './moments.ts';
import type { Column } from './output.ts';
import { pageFlags, showPages } from './pages.ts';

const columns: readonly Column<Job>[] = [
  { title: 'job', value: (row) => row.id },
  { title: 'what', value: (row) => deedText(row.act, row.total), shrink: true },
  { title: 'state', value: (row) => row.state },
  { title: 'done', value: (row) => row.done, align: 'right' },
  { title: 'left out', value: (row) => row.skipped, align: 'right' },
  { title: 'failed', value: (row) => row.failed, align: 'right' },
  { title: 'by', value: (row) => row.by.name, shrink: true },
  { title: 'begun', value: (row) => momentText(row.startedAt, 'waiting') },
];

const list = declare({
  name: 'job list',
  summary: 'Jobs, newest first.',
  flags: pageFlags,
  run: (context) =>
    withCaller(context, async (caller) => {
      const { all, cursor, limit } = context.flags;
      return showPages(context, { all, cursor }, (at) => caller.call(listJobs, given({ limit, cursor: at })), columns);
    }),
});

const show = declare({
  name: 'job show',
  summary: 'One job, and what became of every row.',
  usage: 'JOB',
  flags: {
    ...pageFlags,
    outcome: { type: 'string', summary: 'Only rows that are waiting, done, skipped or failed.' },
    passwords: { type: 'boolean', summary: 'Show the temporary passwords it has made, this once.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { output } = context;
      const id = context.operands[0] ?? '';
      const job = await caller.call(showJob, { id });
      if (context.flags.passwords) {
        await showPasswords(context, caller, job);
        return exitCodes.done;
      }
      output.line(`${deedText(job.act, job.total)}: ${job.state}, ${job.done} done, ${job.skipped} left out, ${job.failed} failed. ${job.says}`.trim());
      const { all, cursor, limit, outcome } = context.flags;
      return showPages(context, { all, cursor }, (at) => caller.call(resultsOfJob, { id, ...given({ limit, outcome, cursor: at }) }), [
        { title: 'user', value: (row) => row.name, shrink: true },
        { title: 'became', value: (row) => row.outcome },
        { title: 'why', value: (row) => row.says, shrink: true },
        { title: 'entry', value: (row) => (row.number === 0 ? '' : row.number), align: 'right' },
        { title: 'when', value: (row) => momentText(row.at) },
      ]);
    }),
});

const cancel = declare({
  name: 'job cancel',
  summary: 'Stop a job after the rows that are being done; what is done stays done.',
  usage: 'JOB',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const job = await caller.call(cancelJob, { id: context.operands[0] ?? '' });
      if (context.output.json) context.output.record({}, job);
      else context.output.line(`It stops after ${job.done + job.skipped + job.failed} of ${job.total}.`);
      return exitCodes.done;
    }),
});

const undo = declare({
  name: 'job undo',
  summary: 'Take back a whole job: shows what would happen, asks, and does it as a job of its own.',
  usage: 'JOB',
  flags: { yes: { type: 'boolean', summary: 'Do it without asking.' } },
  run: (context) =>
    withCaller(context, async (caller) => {
      const plan = await caller.call(undoJob, { id: context.operands[0] ?? '' });
      if (!context.output.json || !context.flags.yes) await showPlan(context, plan, plan.items);
      return carryOutPlan(context, caller, plan, context.flags);
    }),
});

export const command: Command = { name: 'job', summary: 'Changes of many users, and the way back.', commands: [list, show, cancel, undo] };
