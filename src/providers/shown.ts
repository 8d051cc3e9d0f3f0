// A provider as the contract shows it, and as the journal keeps it: of its secret only whether there is one.
// Called by the actions of this room.
import type { World } from '#world.ts';
import type { Provider } from './contract.ts';
import type { ProviderRow } from './queries.ts';
import { presetOf, redirectUriOf, settingsOf } from './settings.ts';

export const shownProvider = (world: Pick<World, 'config'>, row: ProviderRow, linked: number): Provider => ({
  ...providerImage(row),
  linked,
  redirectUri: redirectUriOf(world, row.key),
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

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
