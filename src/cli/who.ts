// `reeve who`: everybody who may do this, each with the way he comes to it.
// Loaded by src/cli/commands.ts.
import { who } from '#permissions/contract.ts';
import { type Command, command as declare } from './arguments.ts';
import { given, withCaller } from './call.ts';
import { anyIdOf, pathOf } from './names.ts';
import { pageFlags, showPages } from './pages.ts';
import { qualified } from './user/list.ts';
import { wayText } from './why.ts';

export const command: Command = declare({
  name: 'who',
  summary: 'Who may do this?',
  usage: 'PERMISSION [ON]',
  flags: pageFlags,
  more: 'ON is the user it would be done to, or role:NAME, or group:NAME.',
  run: (context) =>
    withCaller(context, async (caller) => {
      const [permission = '', said] = context.operands;
      const { all, cursor, limit } = context.flags;
      const question = { permission: pathOf(permission), ...given({ on: said === undefined ? undefined : await anyIdOf(caller, said), limit }) };
      return showPages(context, { all, cursor }, (at) => caller.call(who, { ...question, ...given({ cursor: at }) }), [
        { title: 'user', value: (row) => qualified(row), shrink: true },
        { title: 'shown name', value: (row) => row.shownName, shrink: true },
        { title: 'kind', value: (row) => row.kind },
        { title: 'why', value: (row) => wayText(row.why), shrink: true },
      ]);
    }),
});
