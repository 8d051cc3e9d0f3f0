// Whether a scope names what there is. Called by giveRoles before anything is given within it. Does not judge who may give it.

import type { Doing } from '#action.ts';
import type { Db, Tx } from '#db/tables.ts';
import { Refusal } from '#errors.ts';
import type { Scope } from '#permissions/contract.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { attributeNames, storeIds } from './queries.ts';

/** Deeper or larger trees nobody can read, nor a list compile well. */
const depthMax = 6;
const leavesMax = 200;
/** Columns of a user that a scope may test, beside the defined attributes. */
const ownAttributes = ['organisation', 'country', 'language', 'timeZone', 'kind', 'mail'];

type Known = { readonly stores: ReadonlySet<string>; readonly attributes: ReadonlySet<string>; readonly model: Doing['model'] };

/** Throws `scope.invalid` with what does not fit. */
export async function checkScope({ tx, model }: Pick<Doing, 'model'> & { readonly tx: Db | Tx }, scope: Scope): Promise<void> {
  const leaves = leavesOf(scope, 1);
  if (leaves.length > leavesMax) refuse(say('scope.conditions', { max: leavesMax }));
  const known = { stores: new Set((await storeIds(tx)).values()), attributes: new Set([...ownAttributes, ...(await attributeNames(tx))]), model };
  for (const leaf of leaves) checkLeaf(known, leaf);
}

function leavesOf(scope: Scope, depth: number): readonly Scope[] {
  if (depth > depthMax) refuse(say('scope.deep', { max: depthMax }));
  const parts = 'all' in scope ? scope.all : 'any' in scope ? scope.any : null;
  return parts ? parts.flatMap((part) => leavesOf(part, depth + 1)) : [scope];
}

function checkLeaf({ stores, attributes, model }: Known, leaf: Scope): void {
  if ('store' in leaf && !stores.has(leaf.store)) refuse(say('scope.store', { domain: leaf.store }));
  if ('attribute' in leaf && !attributes.has(leaf.attribute)) refuse(say('scope.attribute', { name: leaf.attribute }));
  const role = 'roles' in leaf ? leaf.roles.find((id) => !model.roleById.has(id)) : undefined;
  if (role) refuse(say('scope.role', { role }));
  const group = 'groups' in leaf ? leaf.groups.find((id) => !model.groupById.has(id)) : undefined;
  if (group) refuse(say('scope.group', { group }));
}

function refuse(says: Sentence): never {
  throw new Refusal('scope.invalid', { says }, [{ field: 'scope' }]);
}
