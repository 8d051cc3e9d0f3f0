// `reeve store enable|disable|delete`. Used by ../store.ts.
import { deleteStore, disableStore, enableStore } from '#stores/contract.ts';
import { command } from '../arguments.ts';
import { given, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { storeOf } from './found.ts';
import { showDetails } from './list.ts';

const flags = { reason: { type: 'string', summary: 'Why, for the journal.' } } as const;

const switching = (verb: 'enable' | 'disable', summary: string, operation: typeof enableStore | typeof disableStore) =>
  command({
    name: `store ${verb}`,
    summary,
    usage: 'DOMAIN',
    flags,
    run: (context) =>
      withCaller(context, async (caller) => {
        const { id } = await storeOf(caller, context.operands[0] ?? '');
        return showDetails(context, await caller.call(operation, { id, ...given({ reason: context.flags.reason }) }));
      }),
  });

export const enable = switching('enable', 'Let a store be used again.', enableStore);
export const disable = switching('disable', 'Stop using a store: nobody of it signs in, its sessions and tokens end, its rows stay.', disableStore);

export const deleted = command({
  name: 'store delete',
  summary: 'Delete a store that is disabled. Its users go to the recycle bin; nothing is changed where they live.',
  usage: 'DOMAIN',
  flags,
  run: (context) =>
    withCaller(context, async (caller) => {
      const { id, domain } = await storeOf(caller, context.operands[0] ?? '');
      await caller.call(deleteStore, { id, ...given({ reason: context.flags.reason }) });
      if (context.output.json) context.output.record({}, { deleted: id });
      else context.output.line(`The store ${domain} is gone; its users go to the recycle bin.`);
      return exitCodes.done;
    }),
});
