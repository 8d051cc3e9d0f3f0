// Taking back what was done to the definition of an attribute: its rules, its being there, its deletion.
// Called through table.ts. A definition that comes back is another one with the same content: ids are never used again (rule 1).

import { shownAttribute } from '#attributes/definition.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { cannot, conflictOf, type Entry, fieldsOf, type Image, type Inverting, isSame, quoted } from '../inverse.ts';

const attributeImage = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'attribute') ?? cannot(say('undo.no-image-attribute'));

/** What the operation takes; what is fixed about a definition, and what follows from it, is not put back. */
const fixed = new Set(['id', 'version', 'name', 'builtIn', 'createdAt', 'changedAt']);
const rulesOf = (image: unknown) => Object.fromEntries(Object.entries(fieldsOf(image)).filter(([field]) => !fixed.has(field)));

export const edited: Inverting = async ({ model }, entry) => {
  const { id, before, after } = attributeImage(entry);
  const definition = [...model.attributes.values()].find((one) => one.id === id);
  if (!definition) throw new Refusal('attribute.missing');
  const [was, set, now] = [rulesOf(before), rulesOf(after), fieldsOf(shownAttribute(definition))];
  const changed = Object.keys(was).filter((field) => !isSame(was[field], set[field]));
  const free = changed.filter((field) => isSame(set[field], now[field]));
  return {
    // What does not fit the rules of before was let in by those of now, and stays.
    steps:
      free.length > 0 ? [{ operation: 'attributes.edit', input: { id, ...Object.fromEntries(free.map((field) => [field, was[field]])), keep: true } }] : [],
    changes: free.map((field) => say('undo.rule-again', { field, name: definition.name, was: quoted(was[field]) })),
    conflicts: changed.filter((field) => !free.includes(field)).map((field) => conflictOf(field, { was: was[field], set: set[field], now: now[field] })),
  };
};

export const added: Inverting = async (_, entry) => {
  const { id, name } = attributeImage(entry);
  return { steps: [{ operation: 'attributes.delete', input: { id } }], changes: [say('undo.attribute-deleted', { name })], conflicts: [] };
};

export const deleted: Inverting = async (_, entry) => {
  const { name, before } = attributeImage(entry);
  return {
    steps: [{ operation: 'attributes.add', input: { name, ...rulesOf(before) } }],
    changes: [say('undo.attribute-defined', { name })],
    conflicts: [],
  };
};
