// `reeve store list|show`: which stores there are, and how one of them stands. Used by ../store.ts.
import type { StoreDetails } from '#stores/contract.ts';
import { listStores, type Store } from '#stores/list-contract.ts';
import { type CommandContext, command } from '../arguments.ts';
import { withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText } from '../moments.ts';
import type { Column } from '../output.ts';
import { detailsOf } from './found.ts';

const columns: readonly Column<Store>[] = [
  { title: 'domain', value: (row) => row.domain },
  { title: 'kind', value: (row) => row.kind },
  { title: 'users', value: (row) => row.users, align: 'right' },
  { title: 'state', value: (row) => stateOf(row) },
  { title: 'declared', value: (row) => (row.declared ? 'in the file' : '') },
  { title: 'as of', value: (row) => (row.kind === 'primary' ? 'now' : momentText(row.asOf, 'not read yet')) },
  { title: 'what', value: (row) => row.description, shrink: true },
];

const stateOf = ({ enabled, staleSince, writable }: Store): string => {
  if (!enabled) return 'disabled';
  if (staleSince > 0) return `silent since ${momentText(staleSince)}`;
  return writable ? 'read and written' : 'read';
};

export const list = command({
  name: 'store list',
  summary: 'User stores in their order, PRIMARY first.',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const answer = await caller.call(listStores, {});
      if (context.output.json) context.output.record({}, answer);
      else await context.output.table(columns, answer.items);
      return exitCodes.done;
    }),
});

export const show = command({
  name: 'store show',
  summary: 'One store: its settings without secrets, how it answers, and its last reading.',
  usage: 'DOMAIN',
  flags: {},
  run: (context) => withCaller(context, async (caller) => showDetails(context, await detailsOf(caller, context.operands[0] ?? ''))),
});

const shown = (value: unknown): string | number => (typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value));

export function showDetails({ output }: Pick<CommandContext, 'output'>, store: StoreDetails): number {
  const { domain, id, kind, description, declaredIn, users, groups, settings, hasPassword, health, sync, writesOpen } = store;
  const set = Object.entries(settings).filter(([, value]) => value !== '');
  output.record(
    {
      domain,
      id,
      kind,
      description,
      'declared in': declaredIn === '' ? 'no file' : declaredIn,
      state: stateOf(store),
      users,
      groups,
      ...Object.fromEntries(set.map(([name, value]) => [name, name === 'authorities' ? 'given' : shown(value)])),
      password: hasPassword ? 'kept' : 'none',
      answers: health.says === '' ? health.state : `${health.state}: ${health.says}`,
      'last answer': momentText(health.answeredAt, 'never'),
      'read every': store.syncMinutes === 0 ? 'only when asked' : `${store.syncMinutes} minutes`,
      reading: sync.says === '' ? sync.state : `${sync.state}: ${sync.says}`,
      'as of': momentText(sync.finishedAt, 'not read yet'),
      'left out': sync.skipped,
      'writes open': writesOpen,
    },
    store,
  );
  return exitCodes.done;
}
