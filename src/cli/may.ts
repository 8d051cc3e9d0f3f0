// `reeve may`: yes or no, with an exit code that a script can use.
// Loaded by src/cli/commands.ts. Answers nothing itself: the authorizer does.
import { may } from '#permissions/contract.ts';
import { type Command, command as declare } from './arguments.ts';
import { given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import { anyIdOf, pathOf } from './names.ts';

export const command: Command = declare({
  name: 'may',
  summary: 'May this user do this? Exit code 0 = yes, 4 = no.',
  usage: 'USER PERMISSION [ON]',
  flags: {},
  more: 'ON is the user it would be done to, or role:NAME, or group:NAME.',
  run: (context) =>
    withCaller(context, async (caller) => {
      const [user = '', permission = '', said] = context.operands;
      const on = said === undefined ? undefined : await anyIdOf(caller, said);
      const answer = await caller.call(may, { user, permission: pathOf(permission), ...given({ on }) });
      if (context.output.json) context.output.record({}, answer);
      else context.output.line(answer.allowed ? context.output.paint('green', 'yes') : `${context.output.paint('red', 'no')}: ${answer.reason ?? ''}`);
      return answer.allowed ? exitCodes.done : exitCodes.no;
    }),
});
