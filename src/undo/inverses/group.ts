// Taking back what was done to a group: its name, its description, which groups lie in it, and its deletion.
// Called through table.ts. Judges no right: the operations it names do.

import { Refusal } from '#errors.ts';
import { childrenOf, findGroup } from '#groups/queries.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import {
  cannot,
  conflictOf,
  type Entry,
  fieldsOf,
  type Image,
  type Inverting,
  isSame,
  momentOf,
  numberOf,
  quoted,
  type Standing,
  type Step,
  textOf,
} from '../inverse.ts';
import { livingUsers } from '../queries.ts';

const groupImage = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'group') ?? cannot(say('undo.no-image-group'));

export const edited: Inverting = async ({ db }, entry) => {
  const { id, before, after } = groupImage(entry);
  const row = await findGroup(db, id);
  if (!row) throw new Refusal('group.missing');
  const [was, set, current] = [fieldsOf(before), fieldsOf(after), fieldsOf(row)];
  const changed = Object.keys(words).filter((field) => !isSame(was[field], set[field]));
  const free = changed.filter((field) => isSame(set[field], current[field]));
  return {
    steps: free.length > 0 ? [{ operation: 'groups.update', input: { id, ...Object.fromEntries(free.map((field) => [field, was[field]])) } }] : [],
    changes: free.map((field) => say('undo.again', { what: words[field] ?? field, was: quoted(was[field]) })),
    conflicts: changed
      .filter((field) => !free.includes(field))
      .map((field) => conflictOf(words[field] ?? field, { was: was[field], set: set[field], now: current[field] })),
  };
};

const words: Readonly<Record<string, Sentence>> = { name: say('undo.name'), description: say('undo.description') };

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
    changes: [
      ...remove.map(({ name }) => say('undo.taken-out', { name, group: row.name })),
      ...add.map(({ name }) => say('undo.lies-in', { name, group: row.name })),
    ],
    conflicts: [
      ...entered.filter((child) => !now.has(child.id)).map(({ name }) => say('undo.taken-out-since', { name, group: row.name })),
      ...left.filter((child) => now.has(child.id)).map(({ name }) => say('undo.put-in-since', { name, group: row.name })),
      ...gone.map(({ name }) => say('undo.deleted-since', { name })),
    ],
  };
};

type Named = { readonly id: string; readonly name: string };
const has = (all: readonly Named[], { id }: Named) => all.some((one) => one.id === id);

function childrenIn(image: unknown): readonly Named[] {
  const { children } = fieldsOf(image);
  return Array.isArray(children) ? children.map(fieldsOf).map(({ id, name }) => ({ id: textOf(id), name: textOf(name) })) : [];
}

/** Members put in by one operation: as many as it takes. */
const membersAtOnce = 500;

/** A group that comes back is another one with the same content: ids are never used again (rule 1). */
export const deleted: Inverting = async ({ db, model, now }, entry) => {
  const { name, before } = groupImage(entry);
  const { domain, description, members, roles, children, parents } = fieldsOf(before);
  if (textOf(domain) !== 'PRIMARY') return cannot(say('undo.group-of-store'));
  const held = listIn(roles).map(holdingOf);
  const lasting = held.filter(({ role, until }) => model.roleById.has(role.id) && (until === 0 || until > now));
  const [around, inside] = [await standing(db, listIn(parents).map(namedIn)), await standing(db, listIn(children).map(namedIn))];
  const was = entry.images.filter(({ kind }) => kind === 'membership');
  const back = await livingUsers(
    db,
    was.map(({ id }) => id),
  );
  const made = (more: object) => (answers: readonly unknown[]) => ({ id: textOf(fieldsOf(answers[0]).id), ...more });
  const steps: Step[] = [{ operation: 'groups.add', input: { name, description: textOf(description) } }];
  const give = lasting.map(({ role, from, until, scope }) => ({ role: role.id, from, until, scope }));
  for (let at = 0; at < back.length; at += membersAtOnce)
    steps.push({ operation: 'groups.change-members', input: made({ add: back.slice(at, at + membersAtOnce) }) });
  if (inside.length > 0) steps.push({ operation: 'groups.change-nesting', input: made({ add: inside.map(({ id }) => id) }) });
  if (give.length > 0) steps.push({ operation: 'groups.change-roles', input: made({ give }) });
  for (const { id } of around)
    steps.push({ operation: 'groups.change-nesting', input: (answers: readonly unknown[]) => ({ id, add: [textOf(fieldsOf(answers[0]).id)] }) });
  const many = numberOf(members);
  return {
    steps,
    changes: [
      say('undo.group-again', { name }),
      ...(back.length > 0 ? [back.length === 1 ? say('undo.member-again') : say('undo.members-again', { members: back.length })] : []),
      ...lasting.map(({ role, until }) => say('undo.holds-again', { role: role.name, until: momentOf(until) })),
      ...inside.map((one) => say('undo.inside-again', { name: one.name })),
      ...around.map((one) => say('undo.around-again', { name: one.name })),
    ],
    conflicts: [
      ...(was.length === 0 && many > 0 ? [say('undo.members-lost', { members: many })] : []),
      ...held.filter((one) => !lasting.includes(one)).map(({ role }) => say('undo.role-lost', { role: role.name })),
      ...was.filter(({ id }) => !back.includes(id)).map((one) => say('undo.deleted-since', { name: one.name.split(' · ')[0] ?? '' })),
    ],
  };
};

const listIn = (value: unknown) => (Array.isArray(value) ? value.map(fieldsOf) : []);
const namedIn = ({ id, name }: Readonly<Record<string, unknown>>): Named => ({ id: textOf(id), name: textOf(name) });

function holdingOf({ role, from, until, scope }: Readonly<Record<string, unknown>>) {
  return { role: namedIn(fieldsOf(role)), from: numberOf(from), until: numberOf(until), scope: scope ?? null };
}

async function standing(db: Standing['db'], all: readonly Named[]): Promise<readonly Named[]> {
  const found: Named[] = [];
  for (const one of all) if (await findGroup(db, one.id)) found.push(one);
  return found;
}
