// `reeve role allow|deny|clear`: ticks in the permission tree, one by one.
import { type Entry, showRole, updateRole } from '#roles/contract.ts';
import { command } from '../arguments.ts';
import { withCaller } from '../call.ts';
import { pathOf, roleIdOf } from '../names.ts';
import { showWhole } from './list.ts';

/** The version that was read goes along, so that nobody's change in between is lost. */
const tick = (verb: 'allow' | 'deny' | 'clear', summary: string) =>
  command({
    name: `role ${verb}`,
    summary,
    usage: 'ROLE PERMISSION…',
    flags: {},
    run: (context) =>
      withCaller(context, async (caller) => {
        const [role = '', ...paths] = context.operands;
        const { id, version, entries } = await caller.call(showRole, { id: await roleIdOf(caller, role) });
        return showWhole(context, await caller.call(updateRole, { id, version, entries: ticked(entries, verb, paths.map(pathOf)) }));
      }),
  });

/** The entries with these paths allowed, denied, or left to what is above them. */
export function ticked(entries: readonly Entry[], verb: 'allow' | 'deny' | 'clear', paths: readonly string[]): Entry[] {
  const kept = entries.filter(({ permission }) => !paths.includes(permission));
  return verb === 'clear' ? kept : [...kept, ...[...new Set(paths)].map((permission) => ({ permission, effect: verb }))];
}

export const allow = tick('allow', 'Allow permissions; a node covers everything below it.');
export const deny = tick('deny', 'Deny permissions below something that is allowed.');
export const clear = tick('clear', 'Take the ticks away; what is above decides.');
