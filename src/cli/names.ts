// Names wherever an id is wanted: a user as DOMAIN/name, a role or a group by its name.
// Used by the commands. Asks through the caller, so that a name one may not see is nobody's.

import { Refusal } from '#errors.ts';
import { listGroups } from '#groups/contract.ts';
import { nameKeyOf } from '#names/name.ts';
import { listRoles } from '#roles/contract.ts';
import { say } from '#sentences/sentence.ts';
import { showUser } from '#users/contract.ts';
import { type Caller, given } from './call.ts';
import { eachItem } from './pages.ts';

export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const pageSize = 200;

export async function userIdOf(caller: Caller, said: string): Promise<string> {
  return uuid.test(said) ? said : (await caller.call(showUser, { id: said })).id;
}

export async function roleIdOf(caller: Caller, said: string): Promise<string> {
  if (uuid.test(said)) return said;
  for await (const role of eachItem((cursor) => caller.call(listRoles, { search: said, limit: pageSize, ...given({ cursor }) })))
    if (nameKeyOf(role.name) === nameKeyOf(said)) return role.id;
  throw new Refusal('role.missing', {}, [{ field: said, says: say('as-is', { says: 'No role has this name.' }) }]);
}

export async function groupIdOf(caller: Caller, said: string): Promise<string> {
  if (uuid.test(said)) return said;
  for await (const group of eachItem((cursor) => caller.call(listGroups, { search: said, limit: pageSize, ...given({ cursor }) })))
    if (nameKeyOf(group.name) === nameKeyOf(said)) return group.id;
  throw new Refusal('group.missing', {}, [{ field: said, says: say('as-is', { says: 'No group has this name.' }) }]);
}

/** One after another: each may be refused with its own words. */
export async function idsOf(caller: Caller, names: readonly string[], idOf: (caller: Caller, said: string) => Promise<string>): Promise<string[]> {
  const ids: string[] = [];
  for (const name of names) ids.push(await idOf(caller, name));
  return ids;
}

/** A user, a role or a group, for "may he do this to …?". */
export async function anyIdOf(caller: Caller, said: string): Promise<string> {
  const [kind, name] = said.startsWith('role:')
    ? (['role', said.slice(5)] as const)
    : said.startsWith('group:')
      ? (['group', said.slice(6)] as const)
      : (['user', said] as const);
  return kind === 'role' ? roleIdOf(caller, name) : kind === 'group' ? groupIdOf(caller, name) : userIdOf(caller, name);
}

/** `admin/manage` and `/permission/admin/manage` are the same place. */
export const pathOf = (said: string): string =>
  (/^\/?permission(\/|$)/.test(said) ? `/${said.replace(/^\//, '')}` : `/permission/${said.replace(/^\//, '')}`).replace(/(?<=.)\/+$/, '');
