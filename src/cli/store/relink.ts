// `reeve store relink`: a store was rebuilt with new ids: shows who is whom, asks, and links them anew as a job. Used by ../store.ts.
import { rehearseRelink } from '#synchronise/contract.ts';
import { command, UsageFault } from '../arguments.ts';
import { given, withCaller } from '../call.ts';
import { carryOutPlan, showPlan } from '../job/plan.ts';
import { storeOf } from './found.ts';

export const relink = command({
  name: 'store relink',
  summary: 'A store was rebuilt with new ids: shows which of its users and groups is which entry now, asks, and links them anew as a job that can be undone.',
  usage: 'DOMAIN',
  flags: {
    by: { type: 'string', value: 'name|mail', summary: 'What users are matched by; groups are always matched by name.' },
    reason: { type: 'string', value: 'TEXT', summary: 'Why; it stands in the journal.' },
    yes: { type: 'boolean', summary: 'Do it without asking.' },
  },
  more: 'Without --yes and without a terminal, it only shows who is whom. Look at those who administer: whoever runs the store decides who they are. Afterwards the store is read whole.',
  run: (context) =>
    withCaller(context, async (caller) => {
      const { by, reason, yes } = context.flags;
      if (by === undefined) throw new UsageFault('Matched by what? Say --by name or --by mail.');
      const { id } = await storeOf(caller, context.operands[0] ?? '');
      const plan = await caller.call(rehearseRelink, { id, by, ...given({ reason }) });
      if (!context.output.json || !yes) await showPlan(context, plan, plan.items);
      return carryOutPlan(context, caller, plan, { yes });
    }),
});
