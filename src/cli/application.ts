// `reeve application list|require|add|delete`: the systems that rely on Reeve, and what they ask for; on the host also when nobody can get in any more.
// An application is said by its name or its id. Loaded by src/cli/commands.ts.
import { type Application, addApplication, deleteApplication, listApplications, requireForApplication } from '#applications/contract.ts';
import { Refusal } from '#errors.ts';
import { didYouMean } from '#nearest.ts';
import { say } from '#sentences/sentence.ts';
import { type Command, type CommandContext, command as declare, UsageFault } from './arguments.ts';
import { type Caller, given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import type { Column } from './output.ts';

const asks = ({ requirement: { factor, minutes } }: Application): string =>
  [factor === 'none' ? '' : `factor: ${factor}`, minutes === 0 ? '' : `within ${minutes} min`].filter((part) => part !== '').join(', ') || 'nothing more';

const columns: readonly Column<Application>[] = [
  { title: 'application', value: (row) => row.name },
  { title: 'id', value: (row) => row.id },
  { title: 'leads to', value: (row) => row.homeUrl, shrink: true },
  { title: 'asks for', value: asks },
  { title: 'state', value: (row) => (row.enabled ? 'on' : 'off') },
];

async function applicationOf(caller: Caller, said: string): Promise<Application> {
  const { items } = await caller.call(listApplications, {});
  const found = items.find(({ id, name }) => id === said || name.toLowerCase() === said.toLowerCase());
  if (found) return found;
  const names = items.map(({ name }) => name);
  throw new Refusal('application.missing', {}, [{ field: said, says: say('as-is', { says: `No application has this name.${didYouMean(said, names)}` }) }]);
}

function showOne({ output }: Pick<CommandContext, 'output'>, application: Application): number {
  const { name, id, homeUrl, description, enabled } = application;
  output.record({ application: name, id, 'leads to': homeUrl, description, 'asks for': asks(application), state: enabled ? 'on' : 'off' }, application);
  return exitCodes.done;
}

const list = declare({
  name: 'application list',
  summary: 'The applications that rely on Reeve, its own doors first.',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const answer = await caller.call(listApplications, {});
      if (context.output.json) context.output.record({}, answer);
      else await context.output.table(columns, answer.items);
      return exitCodes.done;
    }),
});

const require = declare({
  name: 'application require',
  summary: 'Say what somebody must have shown to get into an application.',
  usage: 'APPLICATION',
  flags: {
    factor: { type: 'string', value: 'none|any|passkey', summary: 'Which second factor.' },
    minutes: { type: 'number', summary: 'Shown within so many minutes; 0 = whenever he signed in.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const asked = given(context.flags);
      if (Object.keys(asked).length === 0) throw new UsageFault('Say what it asks for: --factor or --minutes.');
      const { id } = await applicationOf(caller, context.operands[0] ?? '');
      return showOne(context, await caller.call(requireForApplication, { id, ...asked }));
    }),
});

const add = declare({
  name: 'application add',
  summary: 'Add an application: it gets a tile on everybody’s own page.',
  usage: 'NAME HOME',
  flags: { description: { type: 'string', summary: 'What it is for.' } },
  run: (context) =>
    withCaller(context, async (caller) => {
      const [name = '', homeUrl = ''] = context.operands;
      return showOne(context, await caller.call(addApplication, { name, homeUrl, ...given(context.flags) }));
    }),
});

const remove = declare({
  name: 'application delete',
  summary: 'Delete an application. It can be brought back for 90 days.',
  usage: 'APPLICATION',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const { id, name } = await applicationOf(caller, context.operands[0] ?? '');
      await caller.call(deleteApplication, { id });
      context.output.record({ application: name, id, state: 'deleted' }, { id, name });
      return exitCodes.done;
    }),
});

export const command: Command = {
  name: 'application',
  summary: 'Applications that rely on Reeve, and what they ask for.',
  commands: [list, add, require, remove],
};
