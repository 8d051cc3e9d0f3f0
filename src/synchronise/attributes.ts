// Free attributes as a store has them, held to their definitions: what does not fit is left out and noted.
// Called by add-users.ts and follow-user.ts. Attributes that the store does not give stay as they are.

import { Refusal } from '#errors.ts';
import type { Change } from '#journal/change.ts';
import { say } from '#sentences/sentence.ts';
import type { UserEntry } from '#user-store.ts';
import { type Added, type Attributes, attributesChanged, define, type Giving, indexAdded, indexAttribute, mergeAttributes } from '#users/attributes.ts';
import { definitionsOf, inItsName, note, type Taking } from './taking.ts';

const nameShape = /^[a-z][A-Za-z0-9]{0,63}$/;

/** What is mapped to a name that nobody has defined yet is defined once, before many use it. */
export async function defineUnknown(taking: Taking, entries: readonly UserEntry[]): Promise<void> {
  const known = definitionsOf(taking);
  const names = new Set(entries.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => nameShape.test(name) && !known.has(name)));
  if (names.size === 0) return;
  await inItsName(taking, 'attributes.add', async (open) => {
    for (const name of names) await define(open, { name, newId: taking.world.newId, count: known.size });
  });
}

export function fittingAttributes(taking: Taking, before: Attributes, { address, attributes }: UserEntry): Attributes {
  const giving: Giving = { definitions: definitionsOf(taking), kind: 'person', by: 'administrator', mayDefine: true };
  let fitting = before;
  for (const [name, values] of Object.entries(attributes)) {
    try {
      fitting = mergeAttributes(giving, fitting, { [name]: values.length === 1 ? (values[0] ?? '') : [...values] });
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      note(taking, { address, says: say('taking.left-out', { field: name, why: fault.sentence }) });
    }
  }
  return fitting;
}

type Indexing = { readonly userNo: number; readonly before: Attributes; readonly after: Attributes };

/** A unique value that is another's already stays his; it is shown here, and noted. */
export async function indexFitting(taking: Taking, open: Change, { userNo, before, after }: Indexing): Promise<void> {
  const indexing = { definitions: definitionsOf(taking), userNo, after, newId: taking.world.newId };
  for (const name of attributesChanged(before, after)) {
    try {
      await indexAttribute(open, indexing, name);
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      note(taking, { address: '', says: fault.sentence });
    }
  }
}

/** The same for those who are new. */
export async function indexAllFitting(taking: Taking, open: Change, added: readonly Added[]): Promise<void> {
  const taken = ({ sentence }: Refusal) => note(taking, { address: '', says: sentence });
  await indexAdded(open, { definitions: definitionsOf(taking), newId: taking.world.newId, added, taken });
}
