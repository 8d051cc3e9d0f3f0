// Free attributes: which names and values they may have, and their index. Their definitions are made when first used.
// Called by add-user and update-user inside a change, and by whoever else writes users. Knows no right.
import { Refusal } from '#errors.ts';
import type { Change } from '#journal/change.ts';
import { firstForbidden } from '#names/code-points.ts';
import { named } from '#names/name.ts';
import { scopeKey } from '#permissions/scope.ts';
import { User } from './contract.ts';
import { addDefinition, countDefinitions, definitionsOf, replaceValues } from './queries.ts';

export type Attributes = Record<string, string | string[]>;

/** As in the contract; asked again for callers that come by another door. */
const nameShape = /^[a-z][A-Za-z0-9]{0,63}$/;
const attributesOfUserMax = 100;
const definitionsMax = 1_000;
/** Longer values are indexed by their beginning, marked so that they equal nothing: PostgreSQL's index holds no more. */
const keyLengthMax = 256;
const cutMark = '\u001f';

/**
 * What was there with what is given put over it; an empty value takes the attribute away. Sorted by name, so that equal ones have equal texts.
 * The names of built-in fields are refused: a scope that tests `country` must never be answered by a free attribute of that name.
 */
export function mergeAttributes(before: Attributes, given: Readonly<Attributes>): Attributes {
  const faults = Object.entries(given).flatMap(([name, value]) => faultsOf(name, [value].flat()));
  if (faults.length > 0) throw new Refusal('attribute.invalid', { says: faults.map((fault) => fault.says).join(' ') }, faults);
  const merged = new Map(Object.entries(before));
  for (const [name, value] of Object.entries(given)) {
    const kept = normalised(value);
    if (kept.length === 0) merged.delete(name);
    else merged.set(name, kept);
  }
  if (merged.size > attributesOfUserMax) refuse('attributes', `A user has at most ${attributesOfUserMax} attributes of his own.`);
  return Object.fromEntries([...merged].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function faultsOf(name: string, values: readonly string[]) {
  const field = `attributes.${name}`;
  if (!nameShape.test(name))
    return [{ field, says: `The name of an attribute begins with a small letter and has letters and digits only, at most 64; "${name}" does not.` }];
  if (Object.hasOwn(User.properties, name)) return [{ field, says: `${name} is a field of every user: set it there.` }];
  const odd = values.map((value) => firstForbidden(value.replace(/[\u200c\u200d]/gu, ''), 'freeform')).find((found) => found !== null);
  return odd ? [{ field, says: `The attribute ${name} holds signs that can be seen; ${named(odd)} cannot.` }] : [];
}

function normalised(value: string | string[]): string | string[] {
  if (typeof value === 'string') return value.normalize('NFC').trim();
  return [...new Set(value.map((one) => one.normalize('NFC').trim()).filter((one) => one !== ''))];
}

function refuse(field: string, says: string): never {
  throw new Refusal('attribute.invalid', { says }, [{ field, says }]);
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

type Indexing = { readonly userNo: number; readonly before: Readonly<Attributes>; readonly after: Readonly<Attributes>; readonly newId: () => string };

/** Brings the index of one user up to date, and defines what nobody has used before. */
export async function indexAttributes(open: Change, { userNo, before, after, newId }: Indexing): Promise<void> {
  const names = attributesChanged(before, after);
  const known = await definitionsOf(open.tx, names);
  for (const name of names) {
    const attributeNo = known.get(name) ?? (await define(open, name, newId));
    const values = [own(after, name) ?? []].flat();
    await replaceValues(open.tx, { attributeNo, userNo, keys: [...new Set(values.map(indexKeyOf))] });
  }
}

async function define(open: Change, name: string, newId: () => string): Promise<number> {
  if ((await countDefinitions(open.tx)) >= definitionsMax) refuse(`attributes.${name}`, `There are ${definitionsMax} attributes already; use one of them.`);
  const made = { id: newId(), name, display_name: name, type: 'text', built_in: 0, searchable: 1, created_at: open.now };
  const no = await addDefinition(open.tx, made);
  const after = { id: made.id, name, displayName: name, type: made.type, searchable: true };
  open.record({ kind: 'attribute', id: made.id, name, before: null, after });
  return no;
}
