// A plan on the command line: shown, asked about, carried out, and waited for. Used by `reeve user bulk`, `reeve store relink` and `reeve job undo`.
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { carryOut, type Job, type Plan, type PlanRow, passwordsOfJob, resultsOfJob, showJob } from '#jobs/contract.ts';
import type { CommandContext } from '../arguments.ts';
import { type Caller, given } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { eachItem } from '../pages.ts';

type Told = Pick<CommandContext, 'output'>;
const lookMilliseconds = 200;
/** Rows of a plan that are shown before asking. */
const rowsShown = 20;

export const usersCounted = (count: number): string => `${count.toLocaleString('en')} user${count === 1 ? '' : 's'}`;

const verbs: Readonly<Record<string, string>> = {
  'reset-password': 'reset the passwords of',
  'end-sessions': 'end the sessions of',
  undo: 'take back what was done to',
};

/** `lock 37 users`, `give VPN to 1 user`. */
export function deedText({ do: deed, role, relink }: Plan['act'], count: number): string {
  const users = usersCounted(count);
  if (deed === 'relink') return `link ${count.toLocaleString('en')} ${count === 1 ? 'user or group' : 'users and groups'} of ${relink?.domain ?? ''} anew`;
  if (deed === 'give-role') return `give ${role?.name ?? 'the role'} to ${users}`;
  if (deed === 'take-role') return `take ${role?.name ?? 'the role'} from ${users}`;
  return `${verbs[deed] ?? deed} ${users}`;
}

export async function showPlan({ output }: Told, plan: Plan, rows: readonly PlanRow[]): Promise<void> {
  if (output.json) return output.record({}, { ...plan, items: rows });
  output.line(output.paint('bold', `This would ${deedText(plan.act, plan.change)}.`));
  if (plan.administrators > 0) output.line(`${plan.administrators.toLocaleString('en')} of them are administrators.`);
  for (const { users, name, administrators } of plan.losses)
    output.line(`  ${users.toLocaleString('en')} lose ${name}${administrators > 0 ? `, ${administrators.toLocaleString('en')} of them administrators` : ''}.`);
  for (const { name } of plan.administering) output.line(`  ${name} holds administrative permissions: is it the same?`);
  const skipped = plan.act.do === 'relink' ? (count: number) => count.toLocaleString('en') : usersCounted;
  for (const { users, says } of plan.skipped) output.line(`  ${skipped(users)} left out: ${says}`);
  if (plan.unknown > 0)
    output.line(`  ${plan.unknown.toLocaleString('en')} ${plan.act.do === 'relink' ? 'entries are nobody’s here' : 'names mean nobody for certain'}.`);
  const unknown = plan.act.do === 'relink' ? 'no user' : 'not found';
  await output.table(
    [
      { title: 'user', value: (row) => (row.kind === 'group' ? `${row.name} (group)` : row.name), shrink: true },
      { title: '', value: (row) => (row.verdict === 'change' ? '' : row.verdict === 'skip' ? 'left out' : unknown) },
      { title: 'what', value: (row) => row.says, shrink: true },
    ],
    rows.slice(0, rowsShown),
  );
  const more = plan.change + plan.skip + plan.unknown - Math.min(rows.length, rowsShown);
  if (more > 0) output.note(`… and ${more.toLocaleString('en')} more.`);
}

/** Does the plan if it is wanted, and waits for its end. */
export async function carryOutPlan(context: Told, caller: Caller, plan: Plan, { yes }: { readonly yes: boolean }): Promise<number> {
  const { output } = context;
  if (plan.change === 0) return exitCodes.no;
  if (!yes && !(await isWanted(context, plan))) {
    output.note('Nothing was done.');
    return exitCodes.no;
  }
  const started = await caller.call(carryOut, { id: plan.id });
  const job = await waited(context, caller, started);
  if (output.json) output.record({}, job);
  else await showJobEnd(context, caller, job);
  return job.state === 'done' && job.failed === 0 ? exitCodes.done : exitCodes.no;
}

async function isWanted({ output }: Told, plan: Plan): Promise<boolean> {
  if (!output.terminal || output.json || process.stdin.isTTY !== true) {
    output.note('Say --yes to do it.');
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(`Really ${deedText(plan.act, plan.change)}? Type yes: `);
  lines.close();
  return answer.trim().toLowerCase() === 'yes';
}

/** Also carried out here, if nobody else does. */
async function waited({ output }: Told, caller: Caller, started: Job): Promise<Job> {
  const runner = await caller.work();
  const progress = output.progress('changing', started.total);
  try {
    for (let job = started; ; job = await caller.call(showJob, { id: started.id })) {
      progress.at(job.done + job.skipped + job.failed);
      if (job.finishedAt > 0) return job;
      await pause(lookMilliseconds);
    }
  } finally {
    progress.end();
    await runner.stop();
  }
}

export async function showJobEnd({ output }: Told, caller: Caller, job: Job): Promise<void> {
  const sums = [
    `${job.done.toLocaleString('en')} done`,
    ...(job.skipped > 0 ? [`${job.skipped} left out`] : []),
    ...(job.failed > 0 ? [`${job.failed} failed`] : []),
  ];
  output.line(`Job ${job.id} ${job.state}: ${sums.join(', ')}.${job.says === '' ? '' : ` ${job.says}`}`);
  for (const outcome of ['skipped', 'failed'] as const)
    for await (const row of eachItem((cursor) => caller.call(resultsOfJob, { id: job.id, outcome, ...given({ cursor }) })))
      output.line(`  ${row.name}: ${row.says}`);
  if (job.passwords > 0) await showPasswords({ output }, caller, job);
  if (job.done > 0 && job.act.do !== 'reset-password' && job.act.do !== 'invite' && job.act.do !== 'end-sessions')
    output.note(`Take it back: reeve job undo ${job.id}`);
}

export async function showPasswords({ output }: Told, caller: Caller, { id }: Pick<Job, 'id'>): Promise<void> {
  const { items } = await caller.call(passwordsOfJob, { id });
  await output.table(
    [
      { title: 'user', value: (row) => row.name },
      { title: 'temporary password (shown this once)', value: (row) => row.temporaryPassword },
    ],
    items,
  );
}
