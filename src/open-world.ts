// Builds a World from a configuration and an open database. Called by main.ts, which serves it, and by the command line and tests, which do not.
// The one place where the parts of a World are put together. Knows every part, and no rule.
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { openThrottle } from '#authentication/attempts.ts';
import { openFeed } from '#changes/feed.ts';
import type { Config } from '#config.ts';
import type { Database } from '#db/database.ts';
import type { Log } from '#log.ts';
import { openHashing } from '#passwords/hash.ts';
import { openAuthorizer } from '#permissions/authorizer.ts';
import { openBearers } from '#sessions/bearers.ts';
import { uuidMaker } from './uuid.ts';
import type { World } from './world.ts';

const saltBytes = 32;

export type Parts = { readonly config: Config; readonly database: Database; readonly log: Log; readonly now?: () => number; readonly random?: (bytes: number) => Buffer };

export async function openWorld({ config, database, log, now = Date.now, random = randomBytes }: Parts): Promise<World> {
  const changes = await openFeed(database, now);
  return {
    config,
    db: database,
    changes,
    authorizer: await openAuthorizer(database, changes),
    hashing: await openHashing({
      memoryKib: config.argon2MemoryKib,
      passes: config.argon2Passes,
      lanes: config.argon2Lanes,
      running: availableParallelism(),
      queueMax: config.hashQueueMax,
    }),
    throttle: openThrottle(),
    salt: random(saltBytes),
    bearers: openBearers(database, changes, config),
    log,
    now,
    random,
    newId: uuidMaker(now, random),
  };
}
