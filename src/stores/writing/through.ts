// Writing through a store that others own (rule 38): judged as if it were done, the intent journaled, the store asked, and then one change that judges again and takes
// over what the store has. No store is called inside a change. Called by the actions of users/, groups/ and authentication/.
// What is cut off in between stays in a table and is finished by synchronise/. Does not know what is written.
import type { Change } from '#journal/change.ts';
import type { Writer } from '#user-store.ts';
import type { World } from '#world.ts';
import type { StoreRow } from '../queries.ts';
import { livingOfRow } from '../settings.ts';
import { type Failed, failureOf } from './failure.ts';
import { type Begun, begin, end, type Intent } from './intent.ts';
import { releaseWrites } from './queries.ts';
import { writerOf } from './writer-of.ts';

/** Beyond the time limits of all calls of one write, so long until somebody else may finish it. */
const graceMilliseconds = 10_000;

/** How changes are made here: an action's Call, or whatever journals in somebody's name. */
export type Doors<O extends Change> = {
  readonly world: World;
  change<T>(body: (open: O) => Promise<T>): Promise<T>;
  aside<T>(body: (open: O) => Promise<T>): Promise<T>;
};
/** `before` = the answers of the steps before it. */
export type Step<A> = { readonly intent: Intent; ask(writer: Writer, before: readonly A[]): Promise<A> };
export type Writing<O, A, T> = {
  readonly store: StoreRow;
  /** Inside an open change: judges all that will be judged later, and says what is to be asked. */
  readonly judge: (open: O) => Promise<readonly Step<A>[]>;
  /** Inside the change that follows: the answers that there are, in the order of the steps. */
  readonly take: (open: O, answers: readonly A[]) => Promise<T>;
  /** What must be in no message, whatever a store says. */
  readonly secrets?: readonly string[];
};

export async function throughStore<O extends Change, A, T>(doors: Doors<O>, writing: Writing<O, A, T>): Promise<T> {
  const { world } = doors;
  const writer = await writerOf(world, writing.store);
  const begun = await doors.aside((open) => beginAll(open, writing));
  try {
    const { answers, failed } = await askEach(writer, begun, writing);
    const settle = (open: O) => endAll(open, begun, { done: answers.length, failed });
    if (!failed) {
      return await doors.change(async (open) => {
        await settle(open);
        return writing.take(open, answers);
      });
    }
    await doors.aside(async (open) => {
      await settle(open);
      if (answers.length > 0) await writing.take(open, answers);
    });
    throw failed.refusal;
  } finally {
    await release(world, begun);
  }
}

type BegunStep<A> = Begun & { readonly step: Step<A> };

async function beginAll<O extends Change, A, T>(open: O, { store, judge }: Writing<O, A, T>): Promise<readonly BegunStep<A>[]> {
  const steps = await judge(open);
  const eachMilliseconds = livingOfRow(store.living).answerSeconds * 1_000 + graceMilliseconds;
  const finishAt = open.now + graceMilliseconds + steps.length * eachMilliseconds;
  const begun: BegunStep<A>[] = [];
  for (const step of steps) begun.push({ ...(await begin(open, store, { intent: step.intent, finishAt })), step });
  return begun;
}

/** One after the other, up to the first that fails. */
async function askEach<O, A, T>(
  writer: Writer,
  begun: readonly BegunStep<A>[],
  { store, secrets = [] }: Writing<O, A, T>,
): Promise<{ readonly answers: readonly A[]; readonly failed: Failed | null }> {
  const answers: A[] = [];
  for (const { step } of begun)
    try {
      answers.push(await step.ask(writer, answers));
    } catch (fault) {
      return { answers, failed: failureOf(fault, { domain: store.domain, secrets }) };
    }
  return { answers, failed: null };
}

/** Of what failed nobody knows, unless the store said no: that stays open, and is looked at when the store answers. */
async function endAll(open: Change, begun: readonly Begun[], { done, failed }: { readonly done: number; readonly failed: Failed | null }): Promise<void> {
  for (const [index, one] of begun.entries()) {
    if (index < done) await end(open, one, 'done');
    else if (index > done) await end(open, one, 'not asked');
    else if (failed?.isSure) await end(open, one, failed.says);
  }
}

/** What has ended is there no more. What has not, anybody may finish now; if even this fails, a little later. */
async function release({ db, now, log }: World, begun: readonly Begun[]): Promise<void> {
  const nos = begun.map(({ no }) => no);
  await db.write((tx) => releaseWrites(tx, nos, now())).catch((err: unknown) => log.warn({ err }, 'a write to a user store is finished later'));
}
