// What is written into an entry: values of Reeve as attributes of the directory.
// Called by the writers. Pure. What has no place in the directory is refused, never dropped.
import { say } from '#sentences/sentence.ts';
import { type NewEntry, StoreFault } from '#user-store.ts';
import { firstValues, isProfileField, type Mapping } from './map-entry.ts';
import type { Alteration } from './modify.ts';
import type { Entry } from './response.ts';

type Given = Pick<NewEntry, 'profile' | 'attributes'>;
type Texts = Map<string, string[]>;

/** Values that one attribute keeps besides the one that is shown. */
const othersMax = 100;

/** Attribute → values; several fields may lie in one attribute. */
export function attributesOf(given: Given, mapping: Mapping): Texts {
  const texts: Texts = new Map();
  for (const [field, values] of fieldsOf(given)) {
    const attribute = placeOf(field, mapping);
    texts.set(attribute, [...new Set([...(texts.get(attribute) ?? []), ...values])]);
  }
  return texts;
}

const fieldsOf = ({ profile, attributes }: Given): readonly (readonly [string, readonly string[]])[] => [
  ...Object.entries(profile).map(([field, value]) => [field, value === '' ? [] : [value]] as const),
  ...Object.entries(attributes),
];

function placeOf(field: string, mapping: Mapping): string {
  const attribute = Object.hasOwn(mapping, field) ? (mapping[field] ?? '') : '';
  if (attribute === '') throw new StoreFault('refused', say('fault.no-place', { field: field.slice(0, 64) }));
  return attribute;
}

/** Only what differs. Of an attribute with several values the one that Reeve shows is changed; the others stay. */
export function alterationsOf(entry: Entry, given: Given, mapping: Mapping): readonly Alteration[] {
  return fieldsOf(given).flatMap(([field, values]) => {
    const attribute = placeOf(field, mapping);
    const there = firstValues(entry, attribute, othersMax).map((value) => value.toString('utf8'));
    const wanted = isProfileField(field) && values.length > 0 ? [...new Set([...values, ...there.slice(1)])] : [...new Set(values)];
    return isSame(wanted, there) ? [] : [{ operation: 'replace' as const, attribute, values: wanted }];
  });
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && [...a].sort().every((value, n) => value === [...b].sort()[n]);
