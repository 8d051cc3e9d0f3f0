// draft: signatures only; being written
import type { Actor } from '#actor.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import type { Change } from '#journal/change.ts';
import type { Reach } from '#permissions/scope.ts';
import type { World } from '#world.ts';

/** What an action's body gets besides its input. */
export type Call = {
  readonly world: World;
  readonly actor: Actor;
  readonly now: number;
  /** Where the actor holds the right: null = everywhere, else any of these scopes. Every list compiles it into its SQL. */
  readonly reach: Reach;
  /** One short transaction that also writes the journal. Checks actor, target and the last administrator again, inside. */
  change<T>(body: (change: Change) => Promise<T>): Promise<T>;
};
export type Action<Op extends AnyOperation = AnyOperation> = {
  readonly operation: Op;
  run(world: World, actor: Actor, input: unknown): Promise<OutputOf<Op>>;
};
export declare function action<Op extends AnyOperation>(operation: Op, body: (call: Call, input: InputOf<Op>) => Promise<OutputOf<Op>>): Action<Op>;
