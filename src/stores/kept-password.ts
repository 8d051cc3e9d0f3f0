// The password that is kept of a store, and where it may go: only to the places that it was kept for. Whoever names another server, trusts another authority or
// speaks without TLS says the password anew; else he who may change where a store leads could have it sent to himself, though nobody is ever shown it.
// Called by the actions of this room that use what is kept with settings that are new. Pure but for the seal.
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import type { World } from '#world.ts';
import type { StoreRow } from './queries.ts';
import { checkSettings, keptPassword, kindOf, type Settings, settingsOfRow } from './settings.ts';
import { type ActiveDirectorySettings, blankSettings, type LdapSettings, type SqlSettings, type StoreKind } from './settings-contract.ts';

type Asked = { readonly kind: StoreKind; readonly settings: unknown };

/** '' = none is kept. `store.password-anew` where these settings lead elsewhere. */
export function keptPasswordFor(world: Pick<World, 'config'>, row: StoreRow, asked: Asked): string {
  if (row.secret !== '') needsSamePlaces(row, asked);
  return keptPassword(world, row);
}

function needsSamePlaces(row: StoreRow, { kind, settings }: Asked): void {
  const before = kindOf(row.kind);
  const known = new Set(placesOf(before, { ...blankSettings[before], ...settingsOfRow(row.settings) }));
  if (placesOf(kind, checkSettings(kind, settings)).every((place) => known.has(place))) return;
  throw new Refusal('store.password-anew', { domain: row.domain }, [{ field: 'password', says: say('field.password-anew') }]);
}

/** Whoever is sent the password, and how it is known that it is he. The settings were checked against the schema of their kind. */
function placesOf(kind: StoreKind, settings: Settings): readonly string[] {
  if (kind === 'sql') {
    const { host, port, tls, authorities } = settings as SqlSettings;
    return [placeOf({ at: `${host}:${port}`, tls: tls === 'verify', authorities })];
  }
  const { urls, startTls, authorities } = settings as LdapSettings | ActiveDirectorySettings;
  const direct = urls.map((at) => placeOf({ at, tls: startTls || /^ldaps:/i.test(at), authorities }));
  return [...direct, ...referredTo(kind, settings)];
}

/** The one who reads binds there too. */
function referredTo(kind: StoreKind, settings: Settings): readonly string[] {
  if (kind !== 'ldap') return [];
  const { referrals, referralHosts, startTls, authorities } = settings as LdapSettings;
  return referrals === 'ignore' ? [] : referralHosts.map((host) => placeOf({ at: `referred to ${host}`, tls: startTls, authorities }));
}

type Place = { readonly at: string; readonly tls: boolean; readonly authorities: string };
const placeOf = ({ at, tls, authorities }: Place): string => JSON.stringify([at.trim().toLowerCase(), tls, authorities.trim()]);
