// `reeve store check`: asks each store, now, and says what whoever looks after it must know. Used by ../store.ts.
import { type StoreDetails, showStore, testStore } from '#stores/contract.ts';
import { listStores } from '#stores/list-contract.ts';
import { command } from '../arguments.ts';
import { type Caller, withCaller } from '../call.ts';
import { exitCodes } from '../exit-codes.ts';
import { momentText } from '../moments.ts';
import type { Column, Style } from '../output.ts';
import { foreignKind, storeOf } from './found.ts';

const dayMilliseconds = 86_400_000;
const certificateDaysWarn = 14;
const clockSecondsWarn = 60;
/** A reading that is later than so many of its own spans is behind. */
const spansBehindMax = 3;
const minuteMilliseconds = 60_000;

type Checked = {
  readonly domain: string;
  readonly is: 'ok' | 'warn' | 'fail' | 'off';
  readonly says: string;
  readonly milliseconds: number;
  readonly answeredAt: number;
  readonly readAt: number;
  readonly writesOpen: number;
  readonly certificateEndsAt: number;
  readonly clockMilliseconds: number;
};

const colours: Readonly<Record<Checked['is'], Style>> = { ok: 'green', warn: 'yellow', fail: 'red', off: 'dim' };

export const check = command({
  name: 'store check',
  summary: 'Ask each store now: answer, latency, backlog, certificate, clock. Exit code 4 = one that is used does not answer, or its reading has stopped.',
  usage: '[DOMAIN]',
  flags: {},
  run: (context) =>
    withCaller(context, async (caller) => {
      const { output, operands } = context;
      const wanted = operands[0] === undefined ? (await caller.call(listStores, {})).items : [await storeOf(caller, operands[0])];
      const foreign = wanted.filter(({ kind }) => kind !== 'primary');
      const checked = await Promise.all(foreign.map(async ({ id }) => checkOne(caller, await caller.call(showStore, { id }))));
      const columns: readonly Column<Checked>[] = [{ title: '', value: ({ is }) => output.paint(colours[is], is) }, ...facts];
      if (checked.length === 0) output.note('There is no store but PRIMARY.');
      await output.table(columns, checked);
      return checked.some(({ is }) => is === 'fail') ? exitCodes.no : exitCodes.done;
    }),
});

const facts: readonly Column<Checked>[] = [
  { title: 'store', value: (row) => row.domain },
  { title: 'says', value: (row) => row.says, shrink: true },
  { title: 'ms', value: (row) => row.milliseconds || '', align: 'right' },
  { title: 'last answer', value: (row) => momentText(row.answeredAt, 'never') },
  { title: 'read', value: (row) => momentText(row.readAt, 'never') },
  { title: 'writes open', value: (row) => row.writesOpen || '', align: 'right' },
  { title: 'certificate ends', value: (row) => momentText(row.certificateEndsAt) },
  { title: 'clock', value: (row) => (row.clockMilliseconds === 0 ? '' : `${Math.round(row.clockMilliseconds / 1_000)} s`), align: 'right' },
];

async function checkOne(caller: Caller, store: StoreDetails): Promise<Checked> {
  const { id, domain, settings, enabled, health, sync, writesOpen } = store;
  const known = { domain, milliseconds: 0, answeredAt: health.answeredAt, readAt: sync.finishedAt, writesOpen, certificateEndsAt: 0, clockMilliseconds: 0 };
  if (!enabled) return { ...known, is: 'off', says: 'disabled' };
  const { works, says, health: live, certificate } = await caller.call(testStore, { id, kind: foreignKind(store), settings });
  const found = {
    ...known,
    milliseconds: live?.milliseconds ?? 0,
    answeredAt: works ? caller.now() : health.answeredAt,
    certificateEndsAt: certificate?.endsAt ?? 0,
    clockMilliseconds: live?.clockMilliseconds ?? 0,
  };
  if (!works) return { ...found, is: 'fail', says };
  const stopped = stoppedSays(store);
  if (stopped !== '') return { ...found, is: 'fail', says: stopped };
  const odd = oddities(store, found, caller.now());
  return { ...found, is: odd.length === 0 ? 'ok' : 'warn', says: odd.length === 0 ? says : odd.join(' ') };
}

const stoppedSays = ({ sync }: StoreDetails): string =>
  sync.state === 'braked' || sync.state === 'failed'
    ? `Reading has stopped: ${sync.says}${sync.rebuilt ? ' It seems to have been rebuilt: reeve store relink.' : ''}`
    : '';

function oddities(
  { sync, syncMinutes, writesOpen }: StoreDetails,
  { certificateEndsAt, clockMilliseconds }: Checked | Omit<Checked, 'is' | 'says'>,
  now: number,
): readonly string[] {
  const isBehind = syncMinutes > 0 && now - sync.finishedAt > spansBehindMax * syncMinutes * minuteMilliseconds;
  return [
    ...(isBehind ? ['Its reading is behind: is a server running?'] : []),
    ...(writesOpen > 0 ? ['Something that was written there is not finished.'] : []),
    ...(sync.skipped > 0 ? [`${sync.skipped} entries were left out.`] : []),
    ...(certificateEndsAt > 0 && certificateEndsAt < now + certificateDaysWarn * dayMilliseconds ? ['Its certificate ends soon.'] : []),
    ...(Math.abs(clockMilliseconds) > clockSecondsWarn * 1_000 ? ['Its clock and ours differ.'] : []),
  ];
}
