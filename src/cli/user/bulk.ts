// `reeve user bulk`: changes many users at once: rehearses, shows what would happen, asks, and does that very plan as a job.
import { readFileSync } from 'node:fs';
import { text as readAll } from 'node:stream/consumers';
import { rehearse, type Selection } from '#bulk/contract.ts';
import { type Act, type Deed, deeds } from '#jobs/contract.ts';
import { type CommandContext, command, type FlagValues, UsageFault } from '../arguments.ts';
import { type Caller, given, withCaller } from '../call.ts';
import { giveFlags, givingOf } from '../giving.ts';
import { carryOutPlan, showPlan } from '../job/plan.ts';
import { roleIdOf } from '../names.ts';
import { filterFlags, filterOf } from './list.ts';

const flags = {
  ...filterFlags,
  search: { type: 'string', value: 'TEXT', summary: 'Part of user name, shown name or mail.' },
  namesFrom: { type: 'string', value: 'FILE', summary: 'Names instead of filters: one a line, DOMAIN/name, name or mail. - is standard input.' },
  reason: { type: 'string', value: 'TEXT', summary: 'Why; it stands in the journal.' },
  ...giveFlags,
  yes: { type: 'boolean', summary: 'Do it without asking.' },
} as const;

export const bulk = command({
  name: 'user bulk',
  summary: 'Change many users at once: shows exactly what would happen, asks, and does it as a job that can be undone.',
  usage: 'DEED [ROLE]',
  flags,
  more: `DEED is ${deeds.join(', ')}; ROLE goes with give-role and take-role. Without --yes and without a terminal, it only shows the plan.`,
  run: (context) =>
    withCaller(context, async (caller) => {
      const { namesFrom, reason, from, until, scope, yes, ...filter } = context.flags;
      const act = await actOf(caller, context, { reason, ...givingOf(caller, { from, until, scope }) });
      const select = await selectionOf(caller, namesFrom, filter);
      const plan = await caller.call(rehearse, { select, act });
      if (!context.output.json || !yes) await showPlan(context, plan, plan.items);
      return carryOutPlan(context, caller, plan, { yes });
    }),
});

async function actOf(
  caller: Caller,
  { operands: [deed = '', role] }: Pick<CommandContext, 'operands'>,
  more: Omit<Act, 'do' | 'reason'> & { readonly reason: string | undefined },
): Promise<Act> {
  if (!isDeed(deed)) throw new UsageFault(`DEED is one of ${deeds.join(', ')}; not ${JSON.stringify(deed)}.`);
  const isOfRole = deed === 'give-role' || deed === 'take-role';
  if (isOfRole !== (role !== undefined)) throw new UsageFault(isOfRole ? `Which role? reeve user bulk ${deed} ROLE` : `${deed} takes no role.`);
  return given({ ...more, do: deed, role: role === undefined ? undefined : await roleIdOf(caller, role) }) as Act;
}

const isDeed = (text: string): text is Deed => (deeds as readonly string[]).includes(text);

type Filters = Omit<FlagValues<typeof flags>, 'namesFrom' | 'reason' | 'from' | 'until' | 'scope' | 'yes'>;

/** Everybody is never meant by saying nothing. */
async function selectionOf(caller: Caller, namesFrom: string | undefined, { search, ...filter }: Filters): Promise<Selection> {
  const asked = { ...(await filterOf(caller, filter)), ...given({ search }) };
  const hasFilter = Object.keys(asked).length > 0;
  if (namesFrom !== undefined && hasFilter) throw new UsageFault('Give either --names-from or filters, not both.');
  if (namesFrom !== undefined) return { names: namesFrom === '-' ? await readAll(process.stdin) : fileText(namesFrom) };
  if (!hasFilter) throw new UsageFault('Whom? Give --names-from FILE, or filters as for reeve user list.');
  // What was typed for a filter is checked by the operation's schema.
  return { filter: asked as NonNullable<Selection['filter']> };
}

function fileText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageFault(`--names-from: ${path} cannot be read (${cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown reason'}).`);
  }
}
