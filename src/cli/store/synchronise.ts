// `reeve store synchronise`: asks for a reading, and may wait for its end. Used by ../store.ts.
import { setTimeout as pause } from 'node:timers/promises';
import { type StoreDetails, showStore, synchroniseStore } from '#stores/contract.ts';
import { type CommandContext, command } from '../arguments.ts';
import { type Caller, given, withCaller } from '../call.ts';
import { CommandFault, exitCodes } from '../exit-codes.ts';
import { storeOf } from './found.ts';

const lookMilliseconds = 200;
/** Longer than any store takes; whoever waits is told then, and the reading goes on. */
const waitHoursMax = 6;
const hourMilliseconds = 3_600_000;

export const synchronise = command({
  name: 'store synchronise',
  summary: 'Read what has changed in a store now, or everything. Exit code 4 = with --wait, it stopped or failed.',
  usage: 'DOMAIN',
  flags: {
    full: { type: 'boolean', summary: 'Read everything.' },
    vanishing: { type: 'number', summary: 'Let a run that was braked take away as many as it said.' },
    wait: { type: 'boolean', summary: 'Wait for its end; it is carried out here too if no server runs.' },
  },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { full, vanishing, wait } = context.flags;
      const { id, domain } = await storeOf(caller, context.operands[0] ?? '');
      const asked = await caller.call(synchroniseStore, { id, full, ...given({ vanishing }) });
      if (wait) return showEnd(context, await ended(context, caller, id));
      if (context.output.json) context.output.record({}, asked);
      else context.output.line(`${domain} is read as soon as a server takes it up. See how it goes: reeve store show ${domain}`);
      return exitCodes.done;
    }),
});

async function ended({ output }: Pick<CommandContext, 'output'>, caller: Caller, id: string): Promise<StoreDetails> {
  const runner = await caller.work();
  const progress = output.progress('reading', 0);
  try {
    for (const until = caller.now() + waitHoursMax * hourMilliseconds; caller.now() < until; await pause(lookMilliseconds)) {
      const store = await caller.call(showStore, { id });
      progress.at(store.sync.seen);
      if (store.sync.state !== 'waiting' && store.sync.state !== 'running') return store;
    }
    throw new CommandFault(exitCodes.fault, `It has not come to its end within ${waitHoursMax} hours. See how it goes: reeve store show.`);
  } finally {
    progress.end();
    await runner.stop();
  }
}

function showEnd({ output }: Pick<CommandContext, 'output'>, { domain, sync }: StoreDetails): number {
  const { state, says, seen, added, changed, vanished, skipped, rebuilt } = sync;
  output.record({ store: domain, state: says === '' ? state : `${state}: ${says}`, seen, added, changed, vanished, 'left out': skipped }, sync);
  if (rebuilt) output.note(`The store seems to have been rebuilt with new ids. See who is whom: reeve store relink ${domain} --by name`);
  return state === 'idle' ? exitCodes.done : exitCodes.no;
}
