// A whole World for tests: a database of its own, set up, with an administrator. No port, no page; the clock can be turned.
// Called by tests through test/databases.ts, which says on which database.
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import type { UserActor } from '#actor.ts';
import type { Config } from '#config.ts';
import { openWorld } from '#open-world.ts';
import { finishSetup, isSetUpYet } from '#setup/finish.ts';
import type { Drive } from '#stores/registry.ts';
import type { World } from '#world.ts';
import { administrator, testConfig } from './administrator.ts';
import type { Open } from './databases.ts';

export { testConfig } from './administrator.ts';

export const adminPassword = administrator.password;

export type Clock = { now(): number; turn(milliseconds: number): void };
export type TestWorld = {
  readonly world: World;
  /** The first administrator, as an actor through the API. */
  readonly admin: UserActor;
  readonly clock: Clock;
  /** Any user as an actor, as if he had just shown who he is, whenever that is. `narrowed` = the permissions of an API token. */
  actorOf(id: string, narrowed?: readonly string[]): Promise<UserActor>;
  /** A second node over the same database. */
  another(): Promise<World>;
};

/** `drive` = what stands for directories and databases of other people; `config` = what reeve.toml would say. */
export async function openTestWorld(
  open: Open,
  { drive, config = {} }: { readonly drive?: Drive; readonly config?: Partial<Config> } = {},
): Promise<TestWorld> {
  const { database, url, dataFolder, beforeClose } = await open('set up');
  let turned = 0;
  const clock: Clock = {
    now: () => Date.now() + turned,
    turn: (milliseconds) => {
      turned += milliseconds;
    },
  };
  const parts = {
    config: { ...testConfig(dataFolder, url), ...config },
    database,
    log: pino({ level: 'silent' }),
    now: clock.now,
    random: randomBytes,
    ...(drive ? { drive } : {}),
  };
  const world = await openWorld(parts);
  // As a server does, or the node would be stale after five seconds.
  world.changes.start();
  beforeClose(() => world.changes.stop());
  if (!(await isSetUpYet(world))) await finishSetup(world, administrator);
  const first = await database.read.selectFrom('users').select('id').where('name_key', '=', administrator.userName).executeTakeFirstOrThrow();
  const actorOf = async (id: string, narrowed: readonly string[] | null = null): Promise<UserActor> => {
    const { no, revocation_epoch: epoch } = await database.read
      .selectFrom('users')
      .select(['no', 'revocation_epoch'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const as = { via: narrowed ? 'token' : 'session', viaId: world.newId(), narrowed, door: 'api', network: '192.0.2.0/24' } as const;
    // Also after the clock was turned.
    return { kind: 'user', no, id, epoch, ...as, provedAt: Number.MAX_SAFE_INTEGER };
  };
  return { world, clock, actorOf, admin: await actorOf(first.id), another: () => openWorld(parts) };
}
