// `reeve why`: where a permission comes from, or what is missing.
// Loaded by src/cli/commands.ts. Explains nothing itself.
import { type Why, why } from '#permissions/contract.ts';
import { type Command, command as declare } from './arguments.ts';
import { given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import { scopeText, spanText } from './giving.ts';
import { anyIdOf, pathOf } from './names.ts';

/** One way, as a sentence. */
export function wayText({ role, through, node, inherited, from, until, scope, givenBy }: Why): string {
  const groups = through.length === 0 ? 'given directly' : `through ${through.map(({ name }) => name).join(' › ')}`;
  const where = scope === null ? '' : `, only on ${scopeText(scope)}`;
  return `role ${role.name}, ${groups}${givenBy === '' ? '' : ` by ${givenBy}`}, ${spanText(from, until)}${where}: allows ${node}${inherited ? ' and all below it' : ''}`;
}

export const command: Command = declare({
  name: 'why',
  summary: 'Why may this user do this, or why not? Exit code 0 = he may, 4 = he may not.',
  usage: 'USER PERMISSION [ON]',
  flags: {},
  more: 'ON is the user it would be done to, or role:NAME, or group:NAME.',
  run: (context) =>
    withCaller(context, async (caller) => {
      const { output } = context;
      const [user = '', permission = '', said] = context.operands;
      const on = said === undefined ? undefined : await anyIdOf(caller, said);
      const answer = await caller.call(why, { user, permission: pathOf(permission), ...given({ on }) });
      if (output.json) output.record({}, answer);
      output.line(answer.allowed ? output.paint('green', 'yes') : output.paint('red', 'no'));
      for (const way of answer.paths) output.line(`  ${wayText(way)}`);
      for (const { says } of answer.allowed ? [] : answer.missing) output.line(`  ${says}`);
      return answer.allowed ? exitCodes.done : exitCodes.no;
    }),
});
