// A provider as the contract shows it, and as the journal keeps it: of its secret only whether there is one.
// Called by the actions of this room.
import { sessionsByProvider } from '#sessions/queries.ts';
import type { World } from '#world.ts';
import type { Provider } from './contract.ts';
import { linkedCounts, type ProviderRow } from './queries.ts';
import { presetOf, redirectUriOf, settingsOf } from './settings.ts';

type Counts = Pick<Provider, 'linked' | 'sessions'>;

export const shownProvider = (world: Pick<World, 'config'>, row: ProviderRow, { linked, sessions }: Counts): Provider => ({
  ...providerImage(row),
  linked,
  sessions,
  redirectUri: redirectUriOf(world, row.key),
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

/** What hangs on each. */
export async function countsOf({ db, now }: Pick<World, 'db' | 'now'>): Promise<(row: Pick<ProviderRow, 'no'>) => Counts> {
  const [linked, sessions] = await Promise.all([linkedCounts(db.read), sessionsByProvider(db.read, now())]);
  return ({ no }) => ({ linked: linked.get(no) ?? 0, sessions: sessions.get(no) ?? 0 });
}

export const providerImage = (row: ProviderRow) => ({
  id: row.id,
  version: row.version,
  key: row.key,
  preset: presetOf(row),
  name: row.name,
  issuer: row.issuer,
  enabled: row.enabled === 1,
  position: row.position,
  ...settingsOf(row),
  hasSecret: row.secret !== '',
});
