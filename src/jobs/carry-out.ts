// Carrying out a plan: it becomes a job, once, which acts with the rights of the one who asked, asked anew for every row.
import { action, type Call } from '#action.ts';
import type { Actor } from '#actor.ts';
import { Refusal } from '#errors.ts';
import { addLink } from '#journal/links.ts';
import { carryOut as operation } from './contract.ts';
import { actOf, jobShown, ownPlan, summaryOf } from './job.ts';
import { findJob, startJob } from './queries.ts';
import type { Admit } from './runner.ts';

const dayMilliseconds = 86_400_000;
/** Jobs and what became of their rows are kept so long; what they changed stays in the journal. */
export const jobDaysMax = 90;

export const carryOut = (admit: Admit) =>
  action(operation, async (call, { id }) => {
    const { world, now } = call;
    const plan = await ownPlan(call, id);
    if (plan.state !== 'plan') throw new Refusal('plan.carried-out');
    const { change } = summaryOf(plan);
    if (change === 0) throw new Refusal('plan.nothing');
    const [act, actor] = [actOf(plan), actorOfJob(call)];
    await admit(world, { act, actor, jobNo: plan.no, reason: act.reason });
    await call.change(async (doing) => {
      const started = await startJob(doing.tx, plan.no, { actor: JSON.stringify(actor), ends_at: now + jobDaysMax * dayMilliseconds });
      if (!started) throw new Refusal('plan.carried-out');
      await addLink(doing.tx, { number: doing.number, jobNo: plan.no });
      doing.record({ kind: 'job', id, name: act.do, before: null, after: { act, users: change, undoes: plan.undoes } });
    });
    world.jobs.ring();
    const job = await findJob(world.db.read, id);
    if (!job) throw new Refusal('job.missing');
    return jobShown(call, job);
  });

function actorOfJob({ actor }: Call): Actor {
  if (actor.kind === 'stranger') throw new Refusal('auth.required');
  return { ...actor, door: 'job' };
}
