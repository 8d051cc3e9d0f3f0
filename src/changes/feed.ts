// The feed: which change this node has heard of, and who must forget what because of it (rules 13, 36).
// Fed by this node's own changes at once and by polling for those of other nodes; caches listen. Knows numbers and ids, not what they mean.
import type { Database } from '#db/database.ts';
import { prepared } from '#db/prepared.ts';

/** Ids of the objects a change named; `all` = more than we care to list; `model` = roles, tree or nesting changed. */
export type News = { readonly objects: readonly string[]; readonly all: boolean; readonly model: boolean };
export type Listener = (news: News) => Promise<void> | void;

/** So often a node asks what others have changed. A change is everywhere within a second. */
const pollMilliseconds = 250;
/** A question that is not answered by then is given up, so that the next one may be: a database can hang without closing its connections. */
const answerMillisecondsMax = 4_000;
/** More objects than this, and caches are emptied instead. */
const objectsMax = 5_000;

export type Feed = {
  listen(listener: Listener): void;
  /** A change of this node was committed; resolves when every cache has heard. */
  committed(news: { readonly number: number; readonly objects: readonly string[]; readonly model: boolean }): Promise<void>;
  /** Asks the database now. */
  poll(): Promise<void>;
  /** Milliseconds since this node last confirmed the newest number. `now`: for whoever has just looked at the clock. */
  sinceConfirmed(now?: number): number;
  start(): void;
  stop(): void;
};

export async function openFeed(database: Database, clock: () => number): Promise<Feed> {
  const listeners: Listener[] = [];
  const head = await headOf(database);
  let seen = head.number;
  let model = head.model_number;
  let confirmedAt = clock();
  let timer: NodeJS.Timeout | undefined;
  let polling: Promise<void> | undefined;
  const tell = async (news: News) => {
    for (const listener of listeners) await listener(news);
  };
  const pollOnce = async () => {
    const now = clock();
    const newest = await headOf(database);
    if (newest.number > seen) {
      const { objects, all } = await objectsSince(database, seen, newest.number);
      await tell({ objects, all, model: newest.model_number > model });
      seen = Math.max(seen, newest.number);
      model = Math.max(model, newest.model_number);
    }
    confirmedAt = Math.max(confirmedAt, now);
  };
  /** Begins after the call, so that whoever asks hears of all that was committed before he asked; those who wait together share one. */
  const poll = async () => {
    await polling?.catch(() => {});
    polling ??= within(answerMillisecondsMax, pollOnce()).finally(() => {
      polling = undefined;
    });
    return polling;
  };
  return {
    listen: (listener) => void listeners.push(listener),
    async committed({ number, objects, model: touched }) {
      if (number === 0) return;
      await tell({ objects, all: objects.length > objectsMax, model: touched });
      if (number === seen + 1) {
        seen = number;
        confirmedAt = clock();
        if (touched) model = number;
      }
    },
    poll,
    sinceConfirmed: (now = clock()) => now - confirmedAt,
    start() {
      timer = setInterval(() => void (polling ?? poll()).catch(() => {}), pollMilliseconds);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

/** What comes later than that is nobody's answer any more. */
function within<T>(milliseconds: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`The database did not answer within ${milliseconds} ms.`)), milliseconds);
  timer.unref();
  return Promise.race([answer, late.promise]).finally(() => clearTimeout(timer));
}

async function headOf({ read }: Database): Promise<Head> {
  const [head] = await readHead(read, {});
  if (!head) throw new Error('The journal has no head.');
  return head;
}

type Head = { readonly number: number; readonly model_number: number };
const readHead = prepared<Record<never, never>, Head>((db) => db.selectFrom('journal_head').select(['number', 'model_number']).where('only', '=', 1));

async function objectsSince({ read }: Database, after: number, upTo: number) {
  const rows = await read
    .selectFrom('journal_images')
    .select('object_id')
    .distinct()
    .where('number', '>', after)
    .where('number', '<=', upTo)
    .limit(objectsMax + 1)
    .execute();
  return { objects: rows.map((row) => row.object_id), all: rows.length > objectsMax };
}
