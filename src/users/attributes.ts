// The values of a user's attributes, judged by their definitions: what may be given, by whom, in which form, and their index.
// Called by add-user and update-user, early for a quick answer and again inside a change. Knows no right beyond what it is told.

import { attributeValuesMax } from '#attributes/contract.ts';
import { type Definition, type Definitions, ruleless, titleOf } from '#attributes/definition.ts';
import { claim, insertDefinition, letGo } from '#attributes/queries.ts';
import { judgeValue, uniqueKeyOf } from '#attributes/values.ts';
import { type FieldFault, Refusal, saidOf } from '#errors.ts';
import type { Change } from '#journal/change.ts';
import { nearest } from '#nearest.ts';
import { scopeKey } from '#permissions/scope.ts';
import { type Said, type Sentence, say } from '#sentences/sentence.ts';
import { User } from './contract.ts';
import { addValues, replaceValues } from './queries.ts';

export type Attributes = Record<string, string | string[]>;

/** As in the contract; asked again for callers that come by another door. */
const nameShape = /^[a-z][A-Za-z0-9]{0,63}$/;
const attributesOfUserMax = 100;
const definitionsMax = 1_000;
/** Longer values are indexed by their beginning, marked so that they equal nothing: PostgreSQL's index holds no more. */
const keyLengthMax = 256;
const cutMark = '\u001f';

/** Whoever may define attributes may do so by using one; anybody else is told that there is none. */
export const defining = '/permission/admin/configure/attributes';

/** Who gives values to whom: somebody is added, or changed by an administrator, or changes himself. */
export type Giving = {
  readonly definitions: Definitions;
  readonly kind: string;
  readonly by: 'adding' | 'administrator' | 'self';
  readonly mayDefine: boolean;
};

/**
 * What was there with what is given put over it; an empty value takes the attribute away. Sorted by name, so that equal ones have equal texts.
 * The names of built-in fields are refused: a scope that tests `country` must never be answered by a free attribute of that name.
 */
export function mergeAttributes(giving: Giving, before: Attributes, given: Readonly<Attributes>): Attributes {
  const faults: FieldFault[] = [];
  const merged = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(given)) {
    const judged = judgeFree(giving, name, { before: own(before, name) ?? '', value });
    if ('faults' in judged) faults.push(...judged.faults);
    else if (judged.value.length === 0) merged.delete(name);
    else merged.set(name, judged.value);
  }
  faults.push(...lacking(giving, merged).filter(({ field }) => !faults.some((fault) => fault.field === field)));
  if (faults.length > 0) throw new Refusal('attribute.invalid', { says: saidOf(faults) }, faults);
  if (merged.size > attributesOfUserMax) refuse('attributes', say('attributes.too-many', { max: attributesOfUserMax }));
  return Object.fromEntries([...merged].sort(([one], [other]) => (one < other ? -1 : 1)));
}

type Judged = { readonly value: string | string[] } | { readonly faults: readonly FieldFault[] };
type Given = { readonly before: string | string[]; readonly value: string | string[] };

function judgeFree(giving: Giving, name: string, given: Given): Judged {
  const field = `attributes.${name}`;
  const fault = (says: Sentence): Judged => ({ faults: [{ field, says }] });
  if (!nameShape.test(name)) return fault(say('attributes.name', { name }));
  if (Object.hasOwn(User.properties, name)) return fault(say('attributes.field', { name }));
  const known = giving.definitions.get(name);
  if (!known && !giving.mayDefine) {
    const names = [...giving.definitions.values()].filter(({ builtIn }) => !builtIn).map((one) => one.name);
    return fault(say('attributes.missing', { name, meant: meantBy(name, names) }));
  }
  return judgeAll(giving, known ?? undefinedYet(name), { field, ...given });
}

function meantBy(wrong: string, names: readonly string[]): Said {
  const name = nearest(wrong, names);
  return name === null ? '' : say('attributes.meant', { name });
}

/** What nobody has defined holds any text, as often as it may. */
const undefinedYet = (name: string): Judging => ({ ...ruleless, name, type: 'text', builtIn: false, fits: null, valuesMax: attributeValuesMax });
type Judging = Omit<Definition, 'no' | 'id' | 'version' | 'createdAt' | 'changedAt'>;

/** One attribute or built-in field: every value judged, and whether this may be changed at all. What stays as it was is not judged again. */
export function judgeAll(giving: Giving, definition: Judging, { field, before, value }: Given & { readonly field: string }): Judged {
  const values = normalised(value);
  if (JSON.stringify(shaped(values, value)) === JSON.stringify(before)) return { value: shaped(values, value) };
  const title = titleOf(definition);
  const judged = values.map((one) => judgeValue(definition, one));
  const faults = [
    ...changeFaults(giving, definition, title),
    ...(values.length > definition.valuesMax
      ? [definition.valuesMax === 1 ? say('attributes.one-value', { title }) : say('attributes.values', { title, max: definition.valuesMax })]
      : []),
    ...(values.length === 0 && isRequired(giving, definition) ? [say('attributes.required', { title })] : []),
    ...judged.flatMap((one) => ('says' in one ? [say('attributes.value', { title, why: one.says })] : [])),
  ];
  if (faults.length > 0) return { faults: once(faults).map((says) => ({ field, says })) };
  return { value: shaped([...new Set(judged.flatMap((one) => ('value' in one ? [one.value] : [])))], definition.valuesMax === 1 ? '' : value) };
}

/** Several values may break the same rule. */
const once = (says: readonly Sentence[]): readonly Sentence[] => [...new Map(says.map((one) => [JSON.stringify(one), one])).values()];

/** One text stays one text, a list a list. */
const shaped = (values: readonly string[], like: string | readonly string[]): string | string[] => (typeof like === 'string' ? (values[0] ?? '') : [...values]);

const normalised = (value: string | readonly string[]): readonly string[] => [
  ...new Set([value].flat().flatMap((one) => (one.trim() === '' ? [] : [one.normalize('NFC').trim()]))),
];

function changeFaults({ by }: Giving, { change }: Judging, title: string): readonly Sentence[] {
  if (by === 'adding') return [];
  if (change === 'nobody') return [say('attributes.fixed', { title })];
  return by === 'self' && change !== 'user' ? [say('attributes.administrators', { title })] : [];
}

const isRequired = ({ kind }: Giving, { required, kinds }: Judging): boolean => required && (kinds.length === 0 || kinds.some((one) => one === kind));

/** Required and not given, when a user is added. Later nobody is stopped by what was missing before. */
function lacking(giving: Giving, merged: ReadonlyMap<string, unknown>): readonly FieldFault[] {
  if (giving.by !== 'adding') return [];
  const missing = [...giving.definitions.values()].filter((one) => !one.builtIn && isRequired(giving, one) && !merged.has(one.name));
  return missing.map((one) => ({ field: `attributes.${one.name}`, says: say('attributes.required', { title: titleOf(one) }) }));
}

export type Fields = Readonly<Record<string, string>>;
/** Equals no value. */
const unsaid = '\u0000';

/** Whoever sees users sees of them what is for somebody's eyes. Built-in fields always are. */
export function seenBy<U extends User>(definitions: Definitions, user: U, by: 'administrator' | 'self'): U {
  const hides = (name: string) => {
    const see = definitions.get(name)?.see ?? 'user';
    return see === 'nobody' || (by === 'self' && see !== 'user');
  };
  const names = Object.keys(user.attributes);
  return names.some(hides) ? { ...user, attributes: Object.fromEntries(Object.entries(user.attributes).filter(([name]) => !hides(name))) } : user;
}

/** The built-in fields by their definitions, after their own forms were judged: patterns, who may change them, what is required. */
export function checkFields(giving: Giving, before: Fields, given: Readonly<Record<string, unknown>>): void {
  const faults = [...giving.definitions.values()].flatMap((definition): readonly FieldFault[] => {
    const { builtIn, name } = definition;
    if (!builtIn) return [];
    const value = typeof given[name] === 'string' ? given[name] : undefined;
    const isAdding = giving.by === 'adding';
    // Where somebody is added, an empty field is one that was not given.
    if (value === undefined || (isAdding && value.trim() === ''))
      return isAdding && isRequired(giving, definition) ? [{ field: name, says: say('attributes.required', { title: titleOf(definition) }) }] : [];
    // Nothing is no change where it is asked for from the beginning.
    const judged = judgeAll(giving, definition, { field: name, before: isAdding ? unsaid : (before[name] ?? ''), value });
    return 'faults' in judged ? judged.faults : [];
  });
  if (faults.length > 0) throw new Refusal('attribute.invalid', { says: saidOf(faults) }, faults);
}

function refuse(field: string, says: Sentence): never {
  throw new Refusal('attribute.invalid', { says }, [{ field }]);
}

/** Names whose values differ. */
export const attributesChanged = (before: Readonly<Attributes>, after: Readonly<Attributes>): readonly string[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => JSON.stringify(own(before, name)) !== JSON.stringify(own(after, name)));

/** Own properties only: an attribute may be called `constructor`. */
const own = (attributes: Readonly<Attributes>, name: string) => (Object.hasOwn(attributes, name) ? attributes[name] : undefined);

export function indexKeyOf(value: string): string {
  const key = scopeKey(value);
  return key.length <= keyLengthMax ? key : `${key.slice(0, keyLengthMax).toWellFormed()}${cutMark}`;
}

type Indexing = {
  readonly definitions: Definitions;
  readonly userNo: number;
  readonly before: Readonly<Attributes>;
  readonly after: Readonly<Attributes>;
  readonly newId: () => string;
};

/** Brings the index of one user up to date, and defines what nobody has used before. */
export async function indexAttributes(open: Change, indexing: Indexing): Promise<void> {
  for (const name of attributesChanged(indexing.before, indexing.after)) await indexAttribute(open, indexing, name);
}

/** One attribute of these. */
export async function indexAttribute(open: Change, { definitions, userNo, after, newId }: Omit<Indexing, 'before'>, name: string): Promise<void> {
  const known = definitions.get(name);
  const attributeNo = known?.no ?? (await define(open, { name, newId, count: definitions.size }));
  const values = [own(after, name) ?? []].flat();
  await replaceValues(open.tx, { attributeNo, userNo, keys: keysOf(values) });
  if (known?.unique) await claimValue(open, known, { userNo, field: `attributes.${name}`, value: values[0] ?? '' });
}

export type Added = { readonly userNo: number; readonly attributes: Readonly<Attributes> };
type IndexingMany = Pick<Indexing, 'definitions' | 'newId'> & { readonly added: readonly Added[]; readonly taken: (refusal: Refusal) => void };

/** The same for many who are new: what they have goes into the index at once. `taken` is told of each unique value that is another's already, and stays his. */
export async function indexAdded(open: Change, { definitions, newId, added, taken }: IndexingMany): Promise<void> {
  const names = new Set(added.flatMap(({ attributes }) => Object.keys(attributes)));
  const nos = new Map<string, number>();
  for (const name of names) nos.set(name, definitions.get(name)?.no ?? (await define(open, { name, newId, count: definitions.size })));
  const held = added.flatMap(({ userNo, attributes }) => Object.entries(attributes).map(([name, value]) => ({ userNo, name, values: [value].flat() })));
  await addValues(
    open.tx,
    held.flatMap(({ userNo, name, values }) => keysOf(values).map((key) => ({ attributeNo: nos.get(name) ?? 0, userNo, key }))),
  );
  for (const { userNo, name, values } of held) {
    const known = definitions.get(name);
    if (known?.unique) await claimValue(open, known, { userNo, field: `attributes.${name}`, value: values[0] ?? '' }).catch(onlyRefused(taken));
  }
}

function onlyRefused(taken: (refusal: Refusal) => void) {
  return (fault: unknown): void => {
    if (!(fault instanceof Refusal)) throw fault;
    taken(fault);
  };
}

const keysOf = (values: readonly string[]): readonly string[] => [...new Set(values.map(indexKeyOf))];

/** The same for built-in fields, of which only unique ones are indexed beside their own columns. */
export async function claimFields(
  open: Change,
  definitions: Definitions,
  { userNo, before, after }: { readonly userNo: number; readonly before: Fields; readonly after: Fields },
) {
  for (const definition of definitions.values()) {
    const { builtIn, unique, name } = definition;
    if (builtIn && unique && before[name] !== after[name]) await claimValue(open, definition, { userNo, field: name, value: after[name] ?? '' });
  }
}

type Claiming = { readonly userNo: number; readonly field: string; readonly value: string };

/** The primary key of the claims decides, so no two changes at once can both have it. */
async function claimValue({ tx }: Change, definition: Definition, { userNo, field, value }: Claiming): Promise<void> {
  await letGo(tx, { attributeNo: definition.no, userNo });
  if (value === '' || (await claim(tx, { attributeNo: definition.no, userNo, key: uniqueKeyOf(definition, value) }))) return;
  const title = titleOf(definition);
  throw new Refusal('attribute.taken', { title, value }, [{ field }]);
}

type Defining = { readonly name: string; readonly newId: () => string; readonly count: number };

/** One that nobody has defined, as using it defines it. */
export async function define(open: Change, { name, newId, count }: Defining): Promise<number> {
  if (count >= definitionsMax) refuse(`attributes.${name}`, say('attributes.full', { max: definitionsMax }));
  const made = await insertDefinition(open.tx, { ...ruleless, id: newId(), name, type: 'text', valuesMax: attributeValuesMax }, open.now);
  open.record({ kind: 'attribute', id: made.id, name, before: null, after: { id: made.id, name, type: made.type, valuesMax: made.valuesMax } });
  open.touchModel();
  return made.no;
}
