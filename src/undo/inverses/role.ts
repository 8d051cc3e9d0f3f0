// Taking back what was done to a role: its name, description and permissions, and its deletion.
// Called through table.ts. A role that comes back is another one with the same content: ids are never used again (rule 1).

import { Refusal } from '#errors.ts';
import { findRole } from '#roles/queries.ts';
import { entriesShown } from '#roles/role.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { cannot, conflictOf, type Entry, fieldsOf, type Image, type Inverting, isSame, momentOf, numberOf, quoted, type Step, textOf } from '../inverse.ts';

const roleImage = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'role') ?? cannot(say('undo.no-image-role'));

export const edited: Inverting = async ({ db, model }, entry) => {
  const { id, before, after } = roleImage(entry);
  const row = await findRole(db, id);
  const role = model.roleById.get(id);
  if (!row || !role) throw new Refusal('role.missing');
  const current: Readonly<Record<string, unknown>> = {
    name: row.name,
    description: row.description,
    requestable: row.requestable === 1,
    entries: entriesShown(model, role.entries),
  };
  const [was, set] = [fieldsOf(before), fieldsOf(after)];
  const changed = Object.keys(words).filter((field) => !isSame(was[field], set[field]));
  const free = changed.filter((field) => isSame(set[field], current[field]));
  const shown = (field: string, value: unknown) => (field === 'entries' ? inEntries(value) : value);
  return {
    steps: free.length > 0 ? [{ operation: 'roles.update', input: { id, ...Object.fromEntries(free.map((field) => [field, was[field]])) } }] : [],
    changes: free.map((field) =>
      say(field === 'entries' ? 'undo.become-again' : 'undo.again', { what: words[field] ?? field, was: quoted(shown(field, was[field])) }),
    ),
    conflicts: changed
      .filter((field) => !free.includes(field))
      .map((field) => conflictOf(words[field] ?? field, { was: shown(field, was[field]), set: shown(field, set[field]), now: shown(field, current[field]) })),
  };
};

const words: Readonly<Record<string, Sentence>> = {
  name: say('undo.name'),
  description: say('undo.description'),
  requestable: say('undo.requestable'),
  entries: say('undo.permissions'),
};

/** Entries that a sentence names; more are counted. */
const namedMax = 5;

function inEntries(value: unknown): string {
  const all = Array.isArray(value) ? value.map(fieldsOf).map(({ permission, effect }) => `${effect === 'deny' ? 'not ' : ''}${textOf(permission)}`) : [];
  return all.length > namedMax ? `${all.slice(0, namedMax).join(', ')} and ${all.length - namedMax} more` : all.join(', ');
}

export const deleted: Inverting = async ({ model, now }, entry) => {
  const { name, before } = roleImage(entry);
  const { description, entries, holders } = fieldsOf(before);
  const known = Array.isArray(entries) ? entries.filter((one) => model.byPath.has(textOf(fieldsOf(one).permission))) : [];
  const held = entry.images.filter(({ kind }) => kind === 'membership').map(holdingOf);
  const lasting = held.filter(({ until }) => until === 0 || until > now);
  const gives = [...Map.groupBy(lasting, ({ id }) => id)].map(([id, all]): Step => {
    const give = all.map(({ from, until, scope }) => ({ from, until, scope }));
    const operation = model.groupById.has(id) ? 'groups.change-roles' : 'users.change-roles';
    return { operation, input: ([made]) => ({ id, give: give.map((one) => ({ ...one, role: textOf(fieldsOf(made).id) })) }) };
  });
  return {
    steps: [{ operation: 'roles.add', input: { name, description: textOf(description), entries: known } }, ...gives],
    changes: [
      say('undo.role-again', { name }),
      ...(holders ? [say('undo.holders-lost', { holders: textOf(holders) })] : []),
      ...lasting.map(({ who, until }) => say('undo.given-again', { name: who, until: momentOf(until) })),
    ],
    conflicts: held.filter((one) => !lasting.includes(one)).map(({ who }) => say('undo.would-have-ended', { name: who })),
  };
};

function holdingOf({ id, name, before }: Image) {
  const { from, until, scope } = fieldsOf(before);
  return { id, who: name, from: numberOf(from), until: numberOf(until), scope: scope ?? null };
}
