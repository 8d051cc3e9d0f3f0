// An action: an operation made real. Checks the input, asks for the permission of this actor on this target, runs the body, and lets it change things
// only through change(), where everything is asked again on the rows and the journal is written. Every door calls actions, so none can forget a rule.
import { type Actor, actorId, languageOfActor } from '#actor.ts';
import { admitActor, admitAtOnce, admitTarget, freshSource, type Remembered } from '#admission.ts';
import { refuseWhenStale } from '#changes/stale.ts';
import type { AnyOperation, InputOf, OutputOf } from '#contract.ts';
import type { Manner } from '#db/database.ts';
import { takenBack } from '#db/taken-back.ts';
import { Refusal } from '#errors.ts';
import { inputChecker } from '#input.ts';
import { type Change, change, type Header } from '#journal/change.ts';
import { inWords } from '#languages/in-words.ts';
import { coveredBy, type Powers, reachOfPowers } from '#permissions/contain.ts';
import { reachOf, type Subject } from '#permissions/decide.ts';
import type { Model } from '#permissions/model.ts';
import { loadModel } from '#permissions/model-queries.ts';
import { hasLastAdministrator } from '#permissions/queries.ts';
import type { Reach } from '#permissions/scope.ts';
import { refuseUnproved } from '#proof/refuse-unproved.ts';
import { refuseLacking } from '#proof/requirement.ts';
import type { Said } from '#sentences/sentence.ts';
import type { World } from '#world.ts';

/** A change in progress, with what its actor may give and where, as of this transaction. */
export type Doing = Change & {
  readonly actor: Actor;
  readonly model: Model;
  readonly powers: Powers;
  readonly reach: Reach;
  /** Where the actor holds another node, as of this transaction: null = everywhere, [] = nowhere. */
  reachAt(path: string): Reach;
  /** Throws `proof.needed` as a dangerous operation would: for what only turns out to be dangerous on the rows. */
  proved(): Promise<void>;
};

/** What an action's body gets besides its input. */
export type Call = {
  readonly world: World;
  readonly actor: Actor;
  /** The user who asks; null for the host and strangers. */
  readonly subject: Subject | null;
  readonly now: number;
  /** Where the actor holds the right: null = everywhere, else any of these scopes. Every list compiles it into its SQL. */
  readonly reach: Reach;
  /** Where the actor holds another node: null = everywhere, [] = nowhere. For bodies that show or allow more to some. */
  reachAt(path: string): Reach;
  /** In the language of the one who asks. */
  speak(said: Said): string;
  /** One short transaction that also writes the journal. Checks actor, target and the last administrator again, inside. */
  change<T>(body: (doing: Doing) => Promise<T>, manner?: Manner): Promise<T>;
  /** The same for what comes before or beside the change that was asked for, such as its intent: whoever runs this action along with more does not see it. */
  aside<T>(body: (doing: Doing) => Promise<T>): Promise<T>;
};

/** Judges what is done elsewhere before it is done here: carried out on the rows, and taken back. Its refusal is the answer. */
export const rehearsed = <T>(doing: Doing, body: (doing: Doing) => Promise<T>): Promise<T> =>
  takenBack(doing.tx, () => body({ ...doing, record: () => {}, touchModel: () => {} }));

/** What a change left behind: `number` 0 = no entry, since nothing changed. */
export type Left = Pick<Change, 'tx' | 'now'> & { readonly number: number; readonly output: unknown };

/** For whoever runs an action as part of something larger: an undo, a job, a door that tells the entry's number. */
export type Along = {
  /** It is taken back for certain, so nobody need prove who he is. */
  readonly rehearsing?: boolean;
  /** Stands in the journal where the input gives no reason. */
  readonly reason?: string;
  /** In the same transaction, before anything is done: what it throws is the answer. */
  readonly first?: (open: Pick<Change, 'tx' | 'now'>) => Promise<void>;
  /** In the same transaction, at its end: what it throws undoes the change. */
  readonly inside?: (left: Left) => Promise<void>;
  /** After the commit. Not called when nothing changed. */
  readonly committed?: (number: number) => void;
};

export type Action<Op extends AnyOperation = AnyOperation> = {
  readonly operation: Op;
  run(world: World, actor: Actor, input: unknown, along?: Along): Promise<OutputOf<Op>>;
  /** The same out of memory, without a promise, for what programs ask all day; undefined = ask `run`, which looks further and says why not. What it gives frozen, it gives again. */
  atOnce?(world: World, actor: Actor, input: unknown): OutputOf<Op> | undefined;
};

/** Makes an operation real. */
export function action<Op extends AnyOperation>(operation: Op, body: (call: Call, input: InputOf<Op>) => Promise<OutputOf<Op>>): Action<Op> {
  const check = inputChecker(operation.input);
  return {
    operation,
    async run(world, actor, given, along = {}) {
      const now = world.now();
      refuseWhenStale(world.changes, world.config, now);
      const source = remembered(world, now);
      const admission = await admitActor(source, actor, operation);
      if (actor.kind === 'user' && isAdministration(operation)) await refuseLacking(world, actor, world.applications.door('console').requirement);
      if (operation.dangerous && actor.kind === 'user' && !along.rehearsing) await refuseUnproved(world, actor);
      const input = check(given);
      await admitTarget(source, admission, { actor, operation, input });
      const { reach, subject } = admission;
      const reachAt = (path: string) => reachElsewhere(world, { actor, subject, now }, path);
      const asked = { actor, operation, input, now };
      const call: Call = {
        world,
        actor,
        subject,
        now,
        reach,
        reachAt,
        speak: speakerTo(actor),
        change: (inner, manner = {}) => changing(world, { ...asked, along, manner }, inner),
        aside: (inner) =>
          changing(
            world,
            { ...asked, manner: {}, along: { ...(along.reason ? { reason: along.reason } : {}), ...(along.first ? { first: along.first } : {}) } },
            inner,
          ),
      };
      // `check` has just shown that it is the operation's input.
      return body(call, input as InputOf<Op>);
    },
  };
}

/** What takes a right is asked for through a console, whatever door it comes by: it is asked for as the Management Console is entered. */
const isAdministration = ({ needs, administers = false }: AnyOperation): boolean => administers || needs.startsWith('/');

/** What a body gets that answers out of memory: it cannot wait, and changes nothing. */
export type Glance = Omit<Call, 'change' | 'aside' | 'subject'> & { readonly subject: Subject };

/**
 * An action that can often answer out of memory: `glance` gives undefined wherever it must look further, and otherwise what `body` would give. The same checks
 * in the same order stand before both. Not for operations that work on a target: to judge that takes reading.
 */
export function quickAction<Op extends AnyOperation>(
  operation: Op,
  body: (call: Call, input: InputOf<Op>) => Promise<OutputOf<Op>>,
  glance: (call: Glance, input: InputOf<Op>) => OutputOf<Op> | undefined,
): Action<Op> {
  const check = inputChecker(operation.input);
  return {
    ...action(operation, body),
    atOnce(world, actor, given) {
      const now = world.now();
      refuseWhenStale(world.changes, world.config, now);
      const admission = operation.target ? undefined : admitAtOnce(remembered(world, now), actor, operation);
      if (!admission?.subject) return undefined;
      const { reach, subject } = admission;
      const input = check(given);
      // `check` has just shown that it is the operation's input.
      return glance(
        { world, actor, subject, now, reach, speak: speakerTo(actor), reachAt: (path) => reachElsewhere(world, { actor, subject, now }, path) },
        input as InputOf<Op>,
      );
    },
  };
}

/** What this node remembers: quick, and at most a moment old. */
export function remembered({ db, authorizer }: World, now: number): Remembered {
  return {
    db: db.read,
    model: authorizer.model,
    now,
    subject: (id) => authorizer.subject(id),
    subjectAtOnce: (id) => authorizer.subjectAtOnce(id),
    inForce: (subject) => authorizer.inForce(subject, now),
  };
}

const speakerTo = (actor: Actor) => (said: Said) => inWords(languageOfActor(actor), said);

type Asking = { readonly actor: Actor; readonly subject: Subject | null; readonly now: number };

function reachElsewhere({ authorizer }: World, { actor, subject, now }: Asking, path: string): Reach {
  if (actor.kind === 'host') return null;
  const node = authorizer.model.byPath.get(path);
  if (!node || !subject || actor.kind !== 'user' || !coveredBy(actor.narrowed, path)) return [];
  return reachOf(authorizer.inForce(subject, now), node);
}

type Asked = {
  readonly actor: Actor;
  readonly operation: AnyOperation;
  readonly input: Readonly<Record<string, unknown>>;
  readonly now: number;
  readonly along: Along;
  readonly manner: Manner;
};

async function changing<T>(world: World, { actor, operation, input, now, along, manner }: Asked, body: (doing: Doing) => Promise<T>): Promise<T> {
  if (actor.kind === 'user' && actor.viewer) throw new Refusal('viewing.read-only');
  const committed = await change(
    world.db,
    now,
    headerOf({ actor, operation, input, along }),
    async (open) => {
      const model = open.modelNumber === world.authorizer.model.number ? world.authorizer.model : await loadModel(open.tx);
      const source = freshSource(open.tx, model, open.now);
      const admission = await admitActor(source, actor, operation);
      await admitTarget(source, admission, { actor, operation, input });
      await along.first?.(open);
      const { powers, reach } = admission;
      const proved = async () => (actor.kind === 'user' && !along.rehearsing ? refuseUnproved(world, actor) : undefined);
      const value = await body({ ...open, actor, model, powers, reach, proved, reachAt: (path) => reachOfPowers(model, powers, path) });
      if (open.takesSomething() && !(await hasLastAdministrator(open.tx, open.now))) throw new Refusal('admin.last');
      await along.inside?.({ tx: open.tx, now: open.now, number: open.recorded() ? open.number : 0, output: value });
      return value;
    },
    repeatable(manner, along),
  );
  await world.changes.committed(committed);
  if (committed.number > 0) along.committed?.(committed.number);
  return committed.value;
}

/** What runs along may leave more behind than the transaction. */
const repeatable = ({ repeatable = false }: Manner, { first, inside }: Along): Manner => ({ repeatable: repeatable && !first && !inside });

function headerOf({ actor, operation: { name, needs }, input, along }: Omit<Asked, 'now' | 'manner'>): Header {
  const reason = typeof input.reason === 'string' && input.reason !== '' ? input.reason : (along.reason ?? '');
  return { actorKind: actor.kind, actorId: actorId(actor), right: actor.kind === 'host' ? 'host' : needs, door: actor.door, operation: name, reason };
}
