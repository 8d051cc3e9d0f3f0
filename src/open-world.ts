// Builds a World: from a configuration alone, or from parts that are open already. Called by main.ts, which serves it, and by the command line and tests, which do not.
// The one place where the parts of a World are put together. Knows every part, and no rule.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { openApplications } from '#applications/known.ts';
import { askingLimits, openThrottle } from '#authentication/attempts.ts';
import { openBell } from '#bell.ts';
import { drawing } from '#chance.ts';
import { openFeed } from '#changes/feed.ts';
import type { Config } from '#config.ts';
import { databaseNow, newestChangeAt } from '#db/clock.ts';
import type { Database } from '#db/database.ts';
import { masterCheckOf } from '#db/master-check.ts';
import type { BackUp } from '#db/migrate.ts';
import { openDatabase, sqliteFile } from '#db/open.ts';
import { openEgress } from '#egress/egress.ts';
import type { Log } from '#log.ts';
import { MasterKeyFault, masterKeyFile, openMasterKey } from '#master-key.ts';
import { openHashing } from '#passwords/hash.ts';
import { openAuthorizer } from '#permissions/authorizer.ts';
import { openProviders } from '#providers/client.ts';
import { openBearers } from '#sessions/bearers.ts';
import { openSettings } from '#settings/settings.ts';
import { checkClockAgainstDatabase, checkClockAgainstJournal, prepareDataFolder } from '#start-faults.ts';
import { type Drive, openStores } from '#stores/registry.ts';
import { uuidMaker } from './uuid.ts';
import type { World } from './world.ts';

export type Parts = {
  readonly config: Config;
  readonly database: Database;
  readonly log: Log;
  readonly now?: () => number;
  readonly random?: (bytes: number) => Buffer;
  readonly drive?: Drive;
};

const saltBytes = 32;

export async function openWorld({ config, database, log, now = Date.now, random = randomBytes, drive }: Parts): Promise<World> {
  const changes = await openFeed(database, now);
  const egress = openEgress(config);
  const hashing = openHashing({
    memoryKib: config.argon2MemoryKib,
    passes: config.argon2Passes,
    lanes: config.argon2Lanes,
    running: availableParallelism(),
    queueMax: config.hashQueueMax,
  });
  return {
    config,
    db: database,
    changes,
    authorizer: await openAuthorizer(database, changes),
    settings: await openSettings(database, changes),
    applications: await openApplications(database, changes),
    hashing,
    throttle: openThrottle(),
    bearers: openBearers(database, changes, config),
    egress,
    stores: openStores({ db: database, changes, config, egress, hashing, log, now, ...(drive ? { drive } : {}) }),
    providers: openProviders({ egress, now }),
    jobs: openBell(),
    mail: { ...openBell(), asked: openThrottle(askingLimits), askedToSignUp: openThrottle(askingLimits), codes: openThrottle() },
    salt: random(saltBytes),
    log,
    now,
    random,
    newId: uuidMaker(now, drawing(random)),
  };
}

export type Here = { readonly config: Config; readonly log: Log; readonly backUp?: BackUp; readonly now?: () => number };

/** The World of this host: data folder, database, clock. StartFault, and what start-faults.ts explains. Close `world.db` in the end. */
export async function openHere({ config, log, backUp = backUpHere(config), now = Date.now }: Here): Promise<World> {
  prepareDataFolder(config);
  if (config.database === '') makeForOwner(sqliteFile(config.data));
  const database = await openDatabase({
    url: config.database,
    dataFolder: config.data,
    readers: config.readWorkers,
    connectionsMax: config.databaseConnectionsMax,
    backUp,
  });
  try {
    await checkClocks(database, now);
    await checkMasterKey(database, config);
    return await openWorld({ config, database, log, now });
  } catch (fault) {
    await database.close();
    throw fault;
  }
}

/** Loaded only when there is something to migrate. */
const backUpHere =
  (config: Config): BackUp =>
  async (database, schema) =>
    (await import('#backup/before-migration.ts')).backUpBeforeMigration(config)(database, schema);

/** SQLite would make it readable by everybody, and gives its side files the same mode; the folder may be one that was there before. */
function makeForOwner(file: string) {
  closeSync(openSync(file, 'a', 0o600));
}

/** End dates are judged by time, so a clock that is wrong is a reason not to start. */
async function checkClocks(database: Database, now: () => number) {
  checkClockAgainstJournal(now(), await newestChangeAt(database));
  const before = now();
  const at = await databaseNow(database);
  if (at !== null) checkClockAgainstDatabase({ before, after: now(), database: at });
}

/** A node with another key would sign and unwrap what no other node can read. */
async function checkMasterKey(database: Database, config: Config) {
  const { check } = openMasterKey(config);
  if ((await masterCheckOf(database, check)) === check) return;
  throw new MasterKeyFault(
    `${masterKeyFile(config)} is not the master key of this database. Copy the one of another node there, or name it with REEVE_MASTER_KEY_FILE.`,
  );
}
