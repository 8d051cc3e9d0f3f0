// Figures of user stores that others own, by domain: whether they answer, how fast, when they were last read, how many users, and when their certificates end.
// Part of operations.ts. What this node knows of each, and what any node has noted. While the database is away the last figures stay.
import { Gauge, type Registry } from 'prom-client';
import { allStores, type StateRow, type StoreRow, statesOf, usersOfStores } from '#stores/queries.ts';
import type { World } from '#world.ts';

const millisecondsPerSecond = 1_000;

type Seen = { readonly store: StoreRow; readonly state: StateRow | undefined; readonly users: number };
/** Null = there is none. */
type Figure = (seen: Seen) => number | null;

export function watchStores(world: World, registry: Registry): void {
  const condition = ({ store }: Seen) => world.stores.condition(store.no);
  const isSilent = (seen: Seen) => condition(seen).failingSince > 0 || (seen.state?.failing_since ?? 0) > 0;
  const hasAnswered = (seen: Seen) => condition(seen).answeredAt > 0 || (seen.state?.finished_at ?? 0) > 0;
  const certificate: Figure = (seen) => condition(seen).health?.certificate?.endsAt ?? null;
  const figures: readonly (readonly [string, string, Figure])[] = [
    [
      'reeve_store_up',
      'Whether a user store that is used answers: 1, or 0; nothing before it was asked.',
      (seen) => (isSilent(seen) ? 0 : hasAnswered(seen) ? 1 : null),
    ],
    ['reeve_store_answer_seconds', 'The slowest answer of late of a user store to this node.', (seen) => inSeconds(condition(seen).milliseconds)],
    ['reeve_store_synchronised_timestamp_seconds', 'When a user store was last read to the end; 0 = never.', ({ state }) => inSeconds(state?.finished_at ?? 0)],
    ['reeve_store_users', 'Users of a store.', ({ users }) => users],
    ['reeve_store_certificate_end_timestamp_seconds', 'When the certificate of a user store ends, where one was seen.', (seen) => inSeconds(certificate(seen))],
  ];
  const look = shared(() => seenStores(world));
  for (const [name, help, figure] of figures)
    new Gauge({
      name,
      help,
      labelNames: ['domain'] as const,
      registers: [registry],
      async collect() {
        const all = await look();
        if (!all) return;
        this.reset();
        for (const seen of all) {
          const value = figure(seen);
          if (value !== null) this.set({ domain: seen.store.domain }, value);
        }
      },
    });
}

const inSeconds = (milliseconds: number | null): number | null => (milliseconds === null ? null : milliseconds / millisecondsPerSecond);

/** All gauges of one scrape look at the database once. */
function shared<T>(ask: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | null = null;
  return () => {
    pending ??= ask().finally(() => {
      pending = null;
    });
    return pending;
  };
}

/** Null = the database is away. */
async function seenStores({ db, log }: World): Promise<readonly Seen[] | null> {
  try {
    const { read } = db;
    const [stores, counts] = [await allStores(read), await usersOfStores(read)];
    const states = new Map((await statesOf(read)).map((state) => [state.store_no, state]));
    const used = stores.filter(({ kind, enabled }) => kind !== 'primary' && enabled === 1);
    return used.map((store) => ({ store, state: states.get(store.no), users: counts.get(store.no) ?? 0 }));
  } catch (err) {
    log.debug({ err }, 'no figures of user stores');
    return null;
  }
}
