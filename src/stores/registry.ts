// The registry of foreign stores: opens each when it is first needed, guarded, and forgets it when a change names it. World's `stores`.
// Made by open-world.ts. Loads a driver only when there is a store of its kind. Knows rows of `stores`, no user.
import type { Feed } from '#changes/feed.ts';
import type { Config } from '#config.ts';
import type { Database } from '#db/database.ts';
import type { Egress } from '#egress/egress.ts';
import type { Log } from '#log.ts';
import { inEnglish, toKeep } from '#sentences/sentence.ts';
import type { UserStore } from '#user-store.ts';
import type { Hashing, StoreCondition, Stores } from '#world.ts';
import { livingDefaults } from './contract.ts';
import type { Driving } from './driver.ts';
import { type Guarded, guard } from './guard.ts';
import { noteCondition, storeByNo } from './queries.ts';
import { keptPassword, kindOf, livingOfRow, type Settings, settingsOfRow } from './settings.ts';
import type { ActiveDirectorySettings, LdapSettings, SqlSettings, StoreKind } from './settings-contract.ts';

type Parts = {
  readonly db: Database;
  readonly changes: Feed;
  readonly config: Config;
  readonly egress: Egress;
  readonly hashing: Hashing;
  readonly log: Log;
  readonly now: () => number;
  /** Who opens a driver; tests have a directory of their own. */
  readonly drive?: Drive;
};
export type Drive = (kind: StoreKind, settings: Settings, driving: Driving) => Promise<UserStore>;
type Opened = { readonly id: string; readonly guarded: Guarded };

/** What a store that is only tried may take. */
const triedConnections = 2;
const unknown: StoreCondition = { state: 'unknown', says: '', answeredAt: 0, failingSince: 0, milliseconds: 0, health: null };

export function openStores(parts: Parts): Stores {
  const { db, changes, config, drive = driverOf } = parts;
  const opened = new Map<number, Promise<Opened | null>>();
  const open = async (no: number): Promise<Opened | null> => {
    const row = await storeByNo(db.read, no);
    if (!row || row.kind === 'primary' || row.enabled !== 1 || row.deleted_at !== 0) return null;
    const living = livingOfRow(row.living);
    const answerMilliseconds = living.answerSeconds * 1_000;
    const password = keptPassword({ config }, row);
    const note = (says: string) => parts.log.warn({ store: row.domain, says }, 'user store');
    const driving = { ...drivingOf(parts), password, answerMilliseconds, connectionsMax: living.connections, note };
    const driver = await drive(kindOf(row.kind), settingsOfRow(row.settings), driving);
    const turned = (condition: StoreCondition) => void noteTurn(parts, { no, domain: row.domain, condition });
    return { id: row.id, guarded: guard(driver, { domain: row.domain, answerMilliseconds, connectionsMax: living.connections, now: parts.now, turned }) };
  };
  const of = (no: number): Promise<Opened | null> => {
    const known = opened.get(no);
    if (known) return known;
    const made = open(no);
    opened.set(no, made);
    // A store that cannot be opened is tried again by the next who asks.
    made.then((store) => store ?? opened.delete(no)).catch(() => opened.delete(no));
    return made;
  };
  const ready = readyOf(opened);
  // Questions that are under way end with the old one; nobody waits for that.
  changes.listen(({ objects, all }) => {
    for (const [no, store] of ready.all()) if (all || objects.includes(store.id)) void ready.forget(no);
  });
  return {
    of: async (no) => ready.keep(no, await of(no))?.guarded.store ?? null,
    tried: ({ kind, settings, answerSeconds = livingDefaults.answerSeconds, ...asked }) =>
      drive(kindOf(kind), settings as Settings, {
        ...drivingOf(parts),
        ...asked,
        answerMilliseconds: answerSeconds * 1_000,
        connectionsMax: triedConnections,
      }),
    condition: (no) => ready.get(no)?.guarded.condition() ?? unknown,
    slowestMilliseconds: () => ready.all().reduce((slowest, [, { guarded }]) => Math.max(slowest, guarded.milliseconds()), 0),
    anyFailing: () => ready.all().some(([, { guarded }]) => guarded.condition().failingSince > 0),
    close: async () => {
      for (const [no] of ready.all()) await ready.forget(no);
    },
  };
}

/** Those that are open, at hand without waiting. */
function readyOf(opened: Map<number, Promise<Opened | null>>) {
  const ready = new Map<number, Opened>();
  return {
    all: () => [...ready],
    get: (no: number) => ready.get(no),
    keep(no: number, store: Opened | null) {
      if (store && opened.has(no)) ready.set(no, store);
      return store;
    },
    async forget(no: number) {
      const store = ready.get(no);
      ready.delete(no);
      opened.delete(no);
      await store?.guarded.store.close().catch(() => undefined);
    },
  };
}

const drivingOf = ({ egress, hashing, now }: Parts) => ({ egress, hashing, now });

/** The settings were checked against their schema before they were kept. */
async function driverOf(kind: StoreKind, settings: Settings, driving: Driving): Promise<UserStore> {
  switch (kind) {
    case 'ldap':
      return (await import('./ldap/ldap-store.ts')).openLdapStore(settings as LdapSettings, driving);
    case 'active-directory':
      return (await import('./active-directory/active-directory-store.ts')).openActiveDirectoryStore(settings as ActiveDirectorySettings, driving);
    case 'sql':
      return (await import('./sql/sql-store.ts')).openSqlStore(settings as SqlSettings, driving);
  }
}

/** For the screens of every node. What cannot be written now is written at the next turn. */
async function noteTurn(
  { db, log, now }: Parts,
  { no, domain, condition }: { readonly no: number; readonly domain: string; readonly condition: StoreCondition },
) {
  if (condition.failingSince > 0) log.warn({ store: domain, says: inEnglish(condition.says) }, 'user store does not answer');
  else log.info({ store: domain }, 'user store answers');
  await db.write((tx) => noteCondition(tx, { no, now: now(), failingSince: condition.failingSince, says: toKeep(condition.says) })).catch(() => undefined);
}
