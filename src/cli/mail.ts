// `reeve mail …`: what waits, was sent or came back, a test mail, and what a mail server hands over of mails that came back.
// Loaded by src/cli/commands.ts.
import { listMails, type Mail, reportCharactersMax, retryMail, takeReport, testMail } from '#mail/contract.ts';
import { type Command, command as declare, UsageFault } from './arguments.ts';
import { callOperation, given, withCaller } from './call.ts';
import { exitCodes } from './exit-codes.ts';
import { momentText } from './moments.ts';
import type { Column } from './output.ts';
import { pageFlags, showPages } from './pages.ts';
import { beginningOf } from './standard-input.ts';

const columns: readonly Column<Mail>[] = [
  { title: 'mail', value: (row) => row.id },
  { title: 'about', value: (row) => row.kind },
  { title: 'to', value: (row) => row.to, shrink: true },
  { title: 'state', value: (row) => row.state },
  { title: 'tries', value: (row) => String(row.tries), align: 'right' },
  { title: 'made', value: (row) => momentText(row.createdAt) },
  { title: 'the mail server said', value: (row) => row.says, shrink: true },
];

const list = declare({
  name: 'mail list',
  summary: 'Mails that wait, were sent, failed or came back, newest first; never what they say.',
  flags: { state: { type: 'string', summary: 'Only queued, sent, failed or returned ones.' }, ...pageFlags },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { state, all, cursor, limit } = context.flags;
      return showPages(context, { all, cursor }, (at) => caller.call(listMails, given({ state, limit, cursor: at })), columns);
    }),
});

const retry = declare({
  name: 'mail retry',
  summary: 'Try a mail again now, also one that failed, while its link is good.',
  usage: 'MAIL',
  flags: {},
  async run(context) {
    const [id] = context.operands;
    if (id === undefined) throw new UsageFault('Name the mail by its id: see reeve mail list.');
    const done = await callOperation(context, retryMail, { id });
    if (context.output.json) context.output.record({}, done);
    else context.output.line('It is tried again.');
    return exitCodes.done;
  },
});

const test = declare({
  name: 'mail test',
  summary: 'Send a test mail now, and say what the mail server answered.',
  usage: 'ADDRESS',
  flags: {},
  async run(context) {
    const [to] = context.operands;
    if (to === undefined) throw new UsageFault('Name the address to send it to.');
    const done = await callOperation(context, testMail, { to });
    if (context.output.json) context.output.record({}, done);
    else context.output.line(`Sent in ${done.milliseconds} ms. The mail server said: ${done.says}`);
    return exitCodes.done;
  },
});

const bounce = declare({
  name: 'mail bounce',
  summary: 'Take in a report that a mail came back, from standard input: what a mail server pipes here. Whatever is no such report is left alone.',
  flags: { to: { type: 'string', value: 'ADDRESS', summary: 'Where it was delivered to, if its headers do not say so.' } },
  async run(context) {
    const report = await beginningOf(process.stdin, reportCharactersMax);
    const done = await callOperation(context, takeReport, { report, ...given({ to: context.flags.to }) });
    if (context.output.json) context.output.record({}, done);
    else context.output.line(saidOf[done.outcome](done));
    return exitCodes.done;
  },
});

type Taken = { readonly id: string; readonly says: string };
const saidOf: Readonly<Record<'returned' | 'passing' | 'foreign', (taken: Taken) => string>> = {
  returned: ({ id, says }) => `Mail ${id} came back: ${says}`,
  passing: ({ id }) => `Mail ${id} did not come back for good: nothing was changed.`,
  foreign: () => 'This is no report about a mail that was sent lately: nothing was changed.',
};

export const command: Command = { name: 'mail', summary: 'Mails that go out, and those that come back.', commands: [list, test, retry, bounce] };
