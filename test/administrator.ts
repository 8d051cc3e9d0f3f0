// The configuration and the first administrator of every world that tests open in this process.
// Called by templates.ts and world.ts.
import { loadConfig } from '#config.ts';

export const administrator = { userName: 'admin', password: 'tulip-9 Orchard kettle' };

/** Cheap hashes: tests are about what happens around them. A process that runs tests may stand still for longer than a server. */
export const testConfig = (data: string, database: string) =>
  loadConfig({
    argv: [],
    env: {
      REEVE_DATA: data,
      ...(database ? { REEVE_DATABASE: database } : {}),
      REEVE_ARGON2_MEMORY_KIB: '1024',
      REEVE_ARGON2_PASSES: '1',
      REEVE_FAILURE_MILLISECONDS_MIN: '0',
      REEVE_STALE_SECONDS_MAX: '60',
      // Where the directories and databases of tests are.
      REEVE_EGRESS_NETWORKS: '127.0.0.0/8',
    },
  });
