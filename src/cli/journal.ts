// `reeve journal …`: what was changed, by whom, and whether anybody has tampered with the record of it.
// Loaded by src/cli/commands.ts.
import { type JournalEntry, listJournal, verifyJournal } from '#journal/contract.ts';
import { undo as undoOperation } from '#undo/contract.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import { momentText, parseMoment } from './moments.ts';
import { anyIdOf, userIdOf } from './names.ts';
import type { Column } from './output.ts';
import { pageFlags, showPages } from './pages.ts';

const columns: readonly Column<JournalEntry>[] = [
  { title: 'no', value: (row) => row.number, align: 'right' },
  { title: 'when', value: (row) => momentText(row.at) },
  { title: 'who', value: (row) => row.actor.name, shrink: true },
  { title: 'what', value: (row) => row.operation },
  { title: 'on', value: (row) => [...new Set(row.images.map((image) => (image.erased ? '(erased)' : image.name || image.id)))].join(', '), shrink: true },
  { title: 'by right', value: (row) => row.right, shrink: true },
  { title: 'door', value: (row) => row.door },
  { title: 'reason', value: (row) => row.reason, shrink: true },
];

const list = declare({
  name: 'journal list',
  summary: 'Changes, newest first.',
  flags: {
    object: { type: 'string', value: 'USER', summary: 'Only changes of this user, or of role:NAME or group:NAME.' },
    actor: { type: 'string', value: 'USER', summary: 'Only changes that this user, or host:NAME, has made.' },
    operation: { type: 'string', summary: 'Only of this operation, such as users.lock.' },
    door: { type: 'string', summary: 'Only through this door: api, sign-in, account, cli, setup, job.' },
    since: { type: 'string', value: 'WHEN', summary: 'Only since then.' },
    until: { type: 'string', value: 'WHEN', summary: 'Only before then.' },
    ...pageFlags,
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { object, actor, operation, door, since, until, all, cursor, limit } = context.flags;
      const input = given({
        operation,
        door,
        limit,
        object: object && (await anyIdOf(caller, object)),
        actor: actor && (actor.startsWith('host:') ? actor : await userIdOf(caller, actor)),
        since: parseMoment('since', since, caller.now()),
        until: parseMoment('until', until, caller.now()),
      });
      return showPages(context, { all, cursor }, (at) => caller.call(listJournal, { ...input, ...given({ cursor: at }) }), columns);
    }),
});

const verify = declare({
  name: 'journal verify',
  summary: 'Walk the chain from the first entry and say whether anything was altered. Exit code 0 = sound, 4 = not.',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const { output } = context;
      const verdict = await caller.call(verifyJournal, {});
      if (output.json) output.record({}, verdict);
      const says = verdict.sound ? output.paint('green', 'sound') : output.paint('red', 'altered');
      output.line(
        `The journal is ${says}: ${verdict.entries.toLocaleString('en')} entries, ${verdict.erased.toLocaleString('en')} images erased on purpose. Head: ${verdict.head}`,
      );
      for (const { number, says: fault } of verdict.faults) output.line(`  ${number}: ${fault}`);
      return verdict.sound ? exitCodes.done : exitCodes.no;
    }),
});

const undo = declare({
  name: 'journal undo',
  summary: 'Take back one entry: a new change that puts back what nobody has changed since.',
  usage: 'NUMBER',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const number = Number(context.operands[0]);
      if (!Number.isSafeInteger(number) || number < 1) throw new UsageFault('NUMBER is the number of an entry: see reeve journal list.');
      const done = await caller.call(undoOperation, { number });
      if (context.output.json) context.output.record({}, done);
      for (const says of done.changes) context.output.line(says);
      for (const says of done.conflicts) context.output.line(`Left as it is: ${says}`);
      return exitCodes.done;
    }),
});

export const command: Command = { name: 'journal', summary: 'The record of every change.', commands: [list, verify, undo] };
