// One way to ask: the same operation of this host's own data, as `host:<user>` (rule 40), or of a Reeve elsewhere over its API.
// Every command that asks or changes something goes through here, so that no command can forget a rule.
// Knows no operation by name.
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { HostActor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import type { World } from '#world.ts';
import type { CommandContext } from './arguments.ts';
import { CommandFault, exitCodes } from './exit-codes.ts';
import { openRemote } from './remote.ts';

/** What a person typed: where the schema wants one of some words, any word may be tried; the operation checks it. */
type Typed<T> = T extends string ? string : T;
export type Asked<Op extends AnyOperation> = { readonly [K in keyof InputOf<Op>]: Typed<InputOf<Op>[K]> };

export type Caller = {
  call<Op extends AnyOperation>(operation: Op, input: Asked<Op>): Promise<OutputOf<Op>>;
  /** Carries out jobs and reads stores in this process too, until it is stopped: on this host nobody else may be there to do it. */
  work(): Promise<{ stop(): Promise<void> }>;
  /** Milliseconds: for "in 30 days". */
  now(): number;
  close(): Promise<void>;
};

export async function withCaller<T>(context: CommandContext, body: (caller: Caller) => Promise<T>): Promise<T> {
  const caller = context.remote ? openRemote(context.remote) : await openLocal(context);
  try {
    return await body(caller);
  } finally {
    await caller.close();
  }
}

/** One question, one answer. */
export const callOperation = <Op extends AnyOperation>(context: CommandContext, operation: Op, input: Asked<Op>): Promise<OutputOf<Op>> =>
  withCaller(context, (caller) => caller.call(operation, input));

/** Only the fields that were given: an absent one says "leave it", which `undefined` does not. */
export type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
export function given<T extends object>(fields: T): Given<T> {
  // What was undefined is gone, which is all that the type says.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** This host, as the journal names it. */
export const hostActor = (): HostActor => ({ kind: 'host', name: userName(), door: 'cli' });

/** A process may run under a number that has no name (containers). */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? ''}`.trim();
  }
}

async function openLocal(context: CommandContext): Promise<Caller> {
  const world = await openReeveHere(context);
  const { isSetUp } = await import('#setup/queries.ts');
  if (!(await isSetUp(world.db.read))) {
    await world.db.close();
    throw new CommandFault(
      exitCodes.configuration,
      'Nobody has set this Reeve up yet: follow the set-up link that "reeve serve" prints, or make one with "reeve setup".',
    );
  }
  // Loaded here: a command for a Reeve elsewhere needs none of it.
  const { actions, performer } = await import('#actions.ts');
  const byName = new Map(actions.map((action) => [action.operation.name, action]));
  const actor = hostActor();
  return {
    now: world.now,
    async close() {
      await world.stores.close();
      await world.db.close();
    },
    async work() {
      const [{ runJobs }, { runSynchroniser }] = await Promise.all([import('#jobs/runner.ts'), import('#synchronise/runner.ts')]);
      const runners = [runJobs(world, performer), runSynchroniser(world)];
      return { stop: async () => void (await Promise.all(runners.map((runner) => runner.stop()))) };
    },
    async call<Op extends AnyOperation>(operation: Op, input: Asked<Op>): Promise<OutputOf<Op>> {
      const found = byName.get(operation.name);
      if (!found) throw new Error(`There is no action for ${operation.name}.`);
      // Found by the name of this very operation; the list of all actions cannot say so.
      return (await found.run(world, actor, input)) as OutputOf<Op>;
    },
  };
}

/** The same where there is a Reeve already: whoever asks about one, or saves it, does not mean to make one. */
export async function openReeveHere(context: CommandContext): Promise<World> {
  const { sqliteFile } = await import('#db/open.ts');
  const { data, database } = context.config();
  if (database !== '' || existsSync(sqliteFile(data))) return openHostWorld(context);
  throw new CommandFault(
    exitCodes.configuration,
    `There is no Reeve in the data folder ${resolve(data)}. Say where it is with REEVE_DATA or --data, or begin one there with "reeve serve".`,
  );
}

/** The World of this host's data, quiet: what a command has to say, it says itself. Close `world.db` in the end. */
export async function openHostWorld({ config: read }: CommandContext): Promise<World> {
  const [{ openHere }, { openLog }] = await Promise.all([import('#open-world.ts'), import('#log.ts')]);
  const config = read();
  const log = openLog({ ...config, logLevel: 'error' }, { sink: process.stderr });
  return openHere({ config: { ...config, readWorkers: 1 }, log });
}
