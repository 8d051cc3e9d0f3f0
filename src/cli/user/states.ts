// `reeve user lock|unlock|disable|enable|end-sessions|delete|restore|purge`.
import type { OutputOf } from '#contract.ts';
import {
  deleteUser,
  disableUser,
  enableUser,
  endSessions as endSessionsOperation,
  lockUser,
  purgeUser,
  restoreUser,
  unlockUser,
} from '#users/state-contract.ts';
import { type CommandContext, command, UsageFault } from '../arguments.ts';
import { given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText, parseMoment } from '../moments.ts';
import { userIdOf } from '../names.ts';
import { qualified } from './list.ts';

const reason = { reason: { type: 'string', value: 'TEXT', summary: 'Why; it stands in the journal and beside the state.' } } as const;

type Verb = 'unlock' | 'disable' | 'enable' | 'end-sessions' | 'delete';
const operations = { unlock: unlockUser, disable: disableUser, enable: enableUser, 'end-sessions': endSessionsOperation, delete: deleteUser } as const;

/** A change of state that wants no more than a reason; its receipt says what it ended at once (rule 36). */
const change = (verb: Verb, summary: string) =>
  command({
    name: `user ${verb}`,
    summary,
    usage: 'USER…',
    flags: reason,
    run: (context) =>
      withCaller(context, async (caller) => {
        for (const said of context.operands)
          receipt(context, await caller.call(operations[verb], { id: await userIdOf(caller, said), ...given(context.flags) }));
        return exitCodes.done;
      }),
  });

function receipt({ output }: Pick<CommandContext, 'output'>, done: OutputOf<typeof lockUser>) {
  const { user, ended } = done;
  if (output.json) return output.record({}, done);
  const until = user.state === 'locked' && user.lockedUntil > 0 ? ` until ${momentText(user.lockedUntil)}` : '';
  output.line(`${qualified(user)} is ${user.state}${until}. Ended: ${counted(ended.sessions, 'session')}, ${counted(ended.tokens, 'token')}.`);
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const lock = command({
  name: 'user lock',
  summary: 'Lock a user, for ever or until a moment; his sessions and tokens end at once.',
  usage: 'USER…',
  flags: { ...reason, until: { type: 'string', value: 'WHEN', summary: 'Until then; otherwise until somebody unlocks him.' } },
  run: (context) =>
    withCaller(context, async (caller) => {
      const until = parseMoment('until', context.flags.until, caller.now());
      for (const said of context.operands)
        receipt(context, await caller.call(lockUser, { id: await userIdOf(caller, said), ...given({ reason: context.flags.reason, until }) }));
      return exitCodes.done;
    }),
});

export const unlock = change('unlock', 'Unlock a user and lift what failures have slowed.');
export const disable = change('disable', 'Disable a user until somebody enables him; his sessions and tokens end at once.');
export const enable = change('enable', 'Enable a disabled user.');
export const endSessions = change('end-sessions', 'End every session and token of a user now.');
export const deleted = change('delete', 'Move a user to the recycle bin; his name stays reserved.');

export const restore = command({
  name: 'user restore',
  summary: 'Bring a deleted user back, with his memberships.',
  usage: 'USER',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const done = await caller.call(restoreUser, { id: await userIdOf(caller, context.operands[0] ?? '') });
      if (context.output.json) context.output.record({}, done);
      else context.output.line(`${qualified(done.user)} is ${done.user.state}.${done.left.length > 0 ? ` Left behind: ${done.left.join(', ')}.` : ''}`);
      return exitCodes.done;
    }),
});

export const purge = command({
  name: 'user purge',
  summary: 'Remove a deleted user for ever; his name becomes free, his id never.',
  usage: 'USER',
  flags: { yes: { type: 'boolean', summary: 'Yes, for ever.' } },
  run: async (context) => {
    if (!context.flags.yes) throw new UsageFault('This cannot be taken back. Say --yes if that is meant.');
    return withCaller(context, async (caller) => {
      await caller.call(purgeUser, { id: await userIdOf(caller, context.operands[0] ?? '') });
      if (context.output.json) context.output.record({}, {});
      else context.output.line(`${context.operands[0]} is gone for ever.`);
      return exitCodes.done;
    });
  },
});
