// A role as the contract shows it. Called by the actions of this room, inside a change with the model as it will be, or outside with the one in memory.

import type { OutputOf } from '#contract.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import type { Model, Role as ModelRole } from '#permissions/model.ts';
import type { Role, showRole } from './contract.ts';
import { type Holders, holdersOf, type RoleRow } from './queries.ts';
import { entriesShown, isAdministrative } from './role.ts';

export type RoleWhole = OutputOf<typeof showRole>;

export function roleShown(model: Model, row: RoleRow, { users, groups }: Holders): Role {
  const known = model.roles.get(row.no);
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    description: row.description,
    builtIn: builtInOf(row.built_in),
    administrative: known !== undefined && isAdministrative(model, known),
    requestable: row.requestable === 1 && known !== undefined && !isAdministrative(model, known),
    users: users.get(row.no) ?? 0,
    groups: groups.get(row.no) ?? 0,
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

const builtInOf = (text: string): Role['builtIn'] => (text === 'admin' || text === 'everyone' ? text : '');

export async function roleWhole(
  source: Db | Tx,
  model: Model,
  { row, role }: { readonly row: RoleRow; readonly role: ModelRole | undefined },
): Promise<RoleWhole> {
  return { ...roleShown(model, row, await holdersOf(source, [row.no])), entries: role ? entriesShown(model, role.entries) : [] };
}

/** Throws `version.stale` when somebody changed it since the caller looked. */
export function checkVersion(now: number, seen: number | undefined): void {
  if (seen !== undefined && seen !== now) throw new Refusal('version.stale', { seen, now });
}
