// The person who answers for a device or a program. Called by add-user and update-user inside a change.

import type { Doing } from '#action.ts';
import { Refusal } from '#errors.ts';
import { stateOf } from '#gate/gate.ts';
import { reaches } from '#permissions/scope.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { findUser } from './queries.ts';
import { onOf } from './reach.ts';
import { factsOf } from './shown-user.ts';

/** His row key, 0 for none. Whoever lies outside the actor's reach is as if he were not there. */
export async function ownerNo(doing: Doing, { owner, kind }: { readonly owner: string; readonly kind: string }): Promise<number> {
  if (owner === '') return 0;
  if (kind === 'person') refuse(say('owner.person'));
  const row = await findUser(doing.tx, owner);
  const isThere = row !== undefined && reaches(doing.reach, await onOf(doing, owner));
  if (!isThere || row.kind !== 'person' || stateOf(factsOf(row), doing.now) !== 'active') refuse(say('owner.unfit'));
  return row.no;
}

function refuse(says: Sentence): never {
  throw new Refusal('attribute.invalid', { says }, [{ field: 'owner' }]);
}
