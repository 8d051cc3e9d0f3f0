// `reeve token …`: API tokens of devices and programs. With --url and without USER: of the one whose token is used.
// Loaded by src/cli/commands.ts.
import { addMyToken, addToken, endMyToken, endToken, myTokens, type Token, tokensOfUser } from '#sessions/contract.ts';
import { type Command, command as declare } from './arguments.ts';
import { given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import { momentText, parseMoment } from './moments.ts';
import { pathOf, userIdOf } from './names.ts';
import type { Column } from './output.ts';

const columns: readonly Column<Token>[] = [
  { title: 'token', value: (row) => row.name, shrink: true },
  { title: 'id', value: (row) => row.id },
  { title: 'narrowed to', value: (row) => row.permissions.join(', ') || 'everything its user may', shrink: true },
  { title: 'ends', value: (row) => momentText(row.endsAt) },
  { title: 'last used', value: (row) => momentText(row.lastUsedAt, 'never') },
];

const list = declare({
  name: 'token list',
  summary: 'API tokens of a user; never their secrets.',
  usage: '[USER]',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const [user] = context.operands;
      const tokens = user === undefined ? await caller.call(myTokens, {}) : await caller.call(tokensOfUser, { id: await userIdOf(caller, user) });
      if (context.output.json) context.output.record({}, tokens);
      else await context.output.table(columns, tokens.items);
      return exitCodes.done;
    }),
});

const add = declare({
  name: 'token add',
  summary: 'Make an API token for a device or program; its secret is shown once.',
  usage: '[USER]',
  flags: {
    name: { type: 'string', summary: 'What it is for.' },
    permission: { type: 'list', value: 'PERMISSION', summary: 'Only these of what its user may.' },
    ends: { type: 'string', value: 'WHEN', summary: 'When it ends; 90 days by default.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const [user] = context.operands;
      const { name = 'command line', permission, ends } = context.flags;
      const wanted = {
        name,
        ...given({ permissions: permission.length > 0 ? permission.map(pathOf) : undefined, endsAt: parseMoment('ends', ends, caller.now()) }),
      };
      const made = user === undefined ? await caller.call(addMyToken, wanted) : await caller.call(addToken, { id: await userIdOf(caller, user), ...wanted });
      context.output.record({ token: made.token.name, id: made.token.id, ends: momentText(made.token.endsAt), 'secret (shown this once)': made.secret }, made);
      return exitCodes.done;
    }),
});

const end = declare({
  name: 'token end',
  summary: 'End an API token now.',
  usage: '[USER] TOKEN',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const [first = '', second] = context.operands;
      const done =
        second === undefined
          ? await caller.call(endMyToken, { token: first })
          : await caller.call(endToken, { id: await userIdOf(caller, first), token: second });
      if (context.output.json) context.output.record({}, done);
      else context.output.line(`The token ${second ?? first} has ended.`);
      return exitCodes.done;
    }),
});

export const command: Command = { name: 'token', summary: 'API tokens of devices and programs.', commands: [list, add, end] };
