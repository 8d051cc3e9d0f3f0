// Taking back what was done to a group: its name, its description, and which groups lie in it.
// Called through table.ts. Judges no right: the operations it names do.
import { Refusal } from '#errors.ts';
import { childrenOf, findGroup } from '#groups/queries.ts';
import { cannot, conflictOf, type Entry, fieldsOf, type Image, type Inverting, isSame, quoted, textOf } from '../inverse.ts';

const groupImage = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'group') ?? cannot('the entry holds no image of a group.');

export const edited: Inverting = async ({ db }, entry) => {
  const { id, before, after } = groupImage(entry);
  const row = await findGroup(db, id);
  if (!row) throw new Refusal('group.missing');
  const [was, set, current] = [fieldsOf(before), fieldsOf(after), fieldsOf(row)];
  const changed = Object.keys(words).filter((field) => !isSame(was[field], set[field]));
  const free = changed.filter((field) => isSame(set[field], current[field]));
  return {
    steps: free.length > 0 ? [{ operation: 'groups.update', input: { id, ...Object.fromEntries(free.map((field) => [field, was[field]])) } }] : [],
    changes: free.map((field) => `${words[field]} becomes ${quoted(was[field])} again.`),
    conflicts: changed
      .filter((field) => !free.includes(field))
      .map((field) => conflictOf(words[field] ?? field, { was: was[field], set: set[field], now: current[field] })),
  };
};

const words: Readonly<Record<string, string>> = { name: 'The name', description: 'The description' };

export const nested: Inverting = async ({ db }, entry) => {
  const { id, before, after } = groupImage(entry);
  const row = await findGroup(db, id);
  if (!row) throw new Refusal('group.missing');
  const [was, set] = [childrenIn(before), childrenIn(after)];
  const now = new Set((await childrenOf(db, row.no)).map((child) => child.id));
  const [entered, left] = [set.filter((child) => !has(was, child)), was.filter((child) => !has(set, child))];
  const remove = entered.filter((child) => now.has(child.id));
  const add: Named[] = [];
  const gone: Named[] = [];
  for (const child of left.filter((one) => !now.has(one.id))) ((await findGroup(db, child.id)) ? add : gone).push(child);
  const ids = (all: readonly Named[]) => all.map((child) => child.id);
  return {
    steps: remove.length + add.length > 0 ? [{ operation: 'groups.change-nesting', input: { id, add: ids(add), remove: ids(remove) } }] : [],
    changes: [...remove.map(({ name }) => `${name} is taken out of ${row.name}.`), ...add.map(({ name }) => `${name} lies in ${row.name} again.`)],
    conflicts: [
      ...entered.filter((child) => !now.has(child.id)).map(({ name }) => `${name} was taken out of ${row.name} since.`),
      ...left.filter((child) => now.has(child.id)).map(({ name }) => `${name} was put into ${row.name} again since.`),
      ...gone.map(({ name }) => `${name} was deleted since.`),
    ],
  };
};

type Named = { readonly id: string; readonly name: string };
const has = (all: readonly Named[], { id }: Named) => all.some((one) => one.id === id);

function childrenIn(image: unknown): readonly Named[] {
  const { children } = fieldsOf(image);
  return Array.isArray(children) ? children.map(fieldsOf).map(({ id, name }) => ({ id: textOf(id), name: textOf(name) })) : [];
}
