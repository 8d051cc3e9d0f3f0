// A store as the contract shows it: its row, how its reading goes, and its condition on this node.
// Called by the actions of this room. Knows no secret: the password is only known to be there.
import type { Call } from '#action.ts';
import type { OutputOf } from '#contract.ts';
import type { Db, Tx } from '#db/tables.ts';
import { asKept, type Said } from '#sentences/sentence.ts';
import type { Skipped } from '#user-store.ts';
import type { StoreDetails, StoreHealth, StoreSync, synchroniseStore } from './contract.ts';
import type { Store } from './list-contract.ts';
import { groupsOfStore, type StateRow, type StoreRow, stateOf, statesOf, usersOfStores } from './queries.ts';
import { livingOfRow, settingsOfRow } from './settings.ts';
import { writesOfStores } from './writing/queries.ts';

/** What has columns of its own. */
const setApart = ({ description, position, writable }: StoreRow) => ({ description, position, writable: writable === 1 });

type Counted = { readonly row: StoreRow; readonly users: number; readonly state: StateRow | undefined };

export async function countedStores(source: Db | Tx, rows: readonly StoreRow[]): Promise<readonly Counted[]> {
  const users = await usersOfStores(source);
  const states = new Map((await statesOf(source)).map((state) => [state.store_no, state]));
  return rows.map((row) => ({ row, users: users.get(row.no) ?? 0, state: states.get(row.no) }));
}

export const shownStore = ({ row, users, state }: Counted): Store => ({
  id: row.id,
  domain: row.domain,
  kind: row.kind,
  description: row.description,
  writable: row.writable === 1,
  enabled: row.enabled === 1,
  declared: row.declared_in !== '',
  users,
  staleSince: row.enabled === 1 ? (state?.failing_since ?? 0) : 0,
  asOf: state?.finished_at ?? 0,
});

/** What was noted of it is said in the language of whoever looks. */
type Looking = Pick<Call, 'world' | 'speak'>;

export async function shownDetails({ world, speak }: Looking, source: Db | Tx, row: StoreRow): Promise<StoreDetails> {
  const [counted] = await countedStores(source, [row]);
  const state = await stateOf(source, row.no);
  return {
    ...shownStore(counted ?? { row, users: 0, state }),
    ...livingOfRow(row.living),
    ...setApart(row),
    version: row.version,
    settings: { ...settingsOfRow(row.settings) },
    hasPassword: row.secret !== '',
    declaredIn: row.declared_in,
    groups: await groupsOfStore(source, row.no),
    health: healthOf({ world, speak }, row, state),
    sync: syncOf({ speak }, state),
    writesOpen: (await writesOfStores(source)).get(row.no) ?? 0,
    // Written by us alone.
    skippedEntries: (JSON.parse(state?.skipped_entries ?? '[]') as readonly Skipped[]).map(({ address, says }) => ({ address, says: speak(says) })),
  };
}

/** What this node knows from its own calls, else what any node has noted. PRIMARY answers whenever anything does. */
function healthOf({ world, speak }: Looking, row: StoreRow, state: StateRow | undefined): StoreHealth {
  const { health, ...condition } = world.stores.condition(row.no);
  const noted = condition.state === 'unknown' ? notedOf(state) : {};
  return {
    ...condition,
    ...noted,
    says: speak(noted.says ?? condition.says),
    ...(row.kind === 'primary' ? { state: 'ok' as const } : {}),
    ...(row.enabled === 1 ? {} : { state: 'off' as const }),
    answeredAt: Math.max(condition.answeredAt, state?.answered_at ?? 0),
    answeredBy: health?.answeredBy ?? '',
    server: health?.server ?? '',
    certificate: health?.certificate ?? null,
    clockMilliseconds: health?.clockMilliseconds ?? null,
  };
}

function notedOf(state: StateRow | undefined): Partial<Omit<StoreHealth, 'says'> & { readonly says: Said }> {
  if (!state) return {};
  const { failing_since: failingSince, fault, answered_at: answeredAt } = state;
  if (failingSince > 0) return { state: 'failing', says: asKept(fault), failingSince };
  return answeredAt > 0 ? { state: 'ok' } : {};
}

export const syncOf = ({ speak }: Pick<Call, 'speak'>, state: StateRow | undefined): OutputOf<typeof synchroniseStore> => ({
  state: stateWord(state?.state ?? 'idle'),
  says: speak(asKept(state?.says ?? '')),
  full: (state?.full_run ?? 1) === 1,
  startedAt: state?.started_at ?? 0,
  finishedAt: state?.finished_at ?? 0,
  seen: state?.seen ?? 0,
  added: state?.added ?? 0,
  changed: state?.changed ?? 0,
  vanished: state?.vanished ?? 0,
  skipped: state?.skipped ?? 0,
  namesakes: state?.namesakes ?? 0,
  rebuilt: seemsRebuilt(state),
});

/** Most of those who would vanish have a namesake among the entries. */
const seemsRebuilt = (state: StateRow | undefined): boolean => state?.state === 'braked' && state.namesakes * 2 > state.vanished;

const stateWords: readonly StoreSync['state'][] = ['idle', 'waiting', 'running', 'braked', 'failed'];
const stateWord = (said: string): StoreSync['state'] => stateWords.find((word) => word === said) ?? 'idle';

/** For the journal: everything that was set, and of the secret only whether there is one. */
export const storeImage = (row: StoreRow) => ({
  id: row.id,
  version: row.version,
  domain: row.domain,
  kind: row.kind,
  enabled: row.enabled === 1,
  ...livingOfRow(row.living),
  ...setApart(row),
  settings: settingsOfRow(row.settings),
  hasPassword: row.secret !== '',
  declaredIn: row.declared_in,
});
