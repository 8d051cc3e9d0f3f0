// `reeve store edit`: what is not named stays. Used by ../store.ts.
import { editStore } from '#stores/contract.ts';
import { command, UsageFault } from '../arguments.ts';
import { given, withCaller } from '../call.ts';
import { draftFlags, livingFlags, livingOf, passwordOf, settingsChanged } from './draft.ts';
import { detailsOf } from './found.ts';
import { showDetails } from './list.ts';

export const edit = command({
  name: 'store edit',
  summary: 'Change a store; what is not named stays. Other settings are read again whole.',
  usage: 'DOMAIN',
  flags: { ...draftFlags, ...livingFlags, domain: { type: 'string', summary: 'Its new domain.' } },
  run: (context) =>
    withCaller(context, async (caller) => {
      const { flags, operands, output } = context;
      const { id, version, settings } = await detailsOf(caller, operands[0] ?? '');
      const changed = settingsChanged(settings, flags);
      const said = given({ domain: flags.domain, settings: changed ?? undefined, password: await passwordOf(output, flags), ...livingOf(flags) });
      if (Object.keys(said).length === 0) throw new UsageFault('Say what to change, such as --sync-minutes 5.');
      return showDetails(context, await caller.call(editStore, { id, version, ...said }));
    }),
});
