// What holds for every application: where it may lead, how it is shown, and how the journal keeps it. Pure.
// Called by the actions of this room, and by known.ts.
import { Check } from 'typebox/value';
import { Refusal } from '#errors.ts';
import { requiredFactors } from '#proof/requirement-contract.ts';
import type { KnownApplication } from '#world.ts';
import { type Application, builtInApplications } from './contract.ts';
import { type Look, lookFields } from './look-contract.ts';
import type { ApplicationRow } from './queries.ts';

/** Objects of changes are ids; by this prefix every node sees that one is an application's. */
export const objectOf = ({ id }: Pick<ApplicationRow, 'id'>): string => `application:${id}`;
export const idOfObject = (object: string): string => object.replace(/^application:/, '');

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** https, or http on this machine; no name and password in it. */
export function isAddress(typed: string): boolean {
  const url = URL.parse(typed);
  if (url?.username !== '' || url.password !== '' || url.hostname === '') return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname));
}
/** As a browser reads it: what is kept is what will be followed. */
export function checkedAddress(typed: string): string {
  if (!isAddress(typed)) throw new Refusal('application.url-unfit', {}, [{ field: 'homeUrl' }]);
  return new URL(typed).href;
}

const blankLook: Look = { name: '', logo: '', accent: '', accentDark: '', background: '', backgroundDark: '', help: '', terms: '' };

/** Field by field; what this program would not accept is as if it were not there. */
export function lookIn(kept: string): Look {
  const given = JSON.parse(kept) as Readonly<Record<string, unknown>>;
  const fits = Object.entries(lookFields).filter(([field, schema]) => Check(schema, given[field]));
  return { ...blankLook, ...Object.fromEntries(fits.map(([field]) => [field, given[field]])) };
}

export const knownApplication = ({ id, built_in, name, home_url, description, enabled, look, factor, minutes }: ApplicationRow): KnownApplication => ({
  id,
  builtIn: builtInApplications.find((one) => one === built_in) ?? '',
  name,
  description,
  homeUrl: home_url,
  enabled: enabled === 1,
  look: lookIn(look),
  // What this program does not know is not taken for nothing.
  requirement: { factor: requiredFactors.find((one) => one === factor) ?? 'passkey', minutes },
});

export const shownApplication = (row: ApplicationRow): Application => ({
  ...knownApplication(row),
  version: row.version,
  createdAt: row.created_at,
  changedAt: row.changed_at,
});

/** Flat, so that each field is told, and taken back, by itself. */
export function applicationImage(row: ApplicationRow) {
  const { look, requirement, name, description, homeUrl, enabled } = knownApplication(row);
  const { name: shownName, ...rest } = look;
  return { id: row.id, version: row.version, name, description, homeUrl, enabled, shownName, ...rest, ...requirement };
}
