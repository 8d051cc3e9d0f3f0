// What is asked of whoever signs up: what the schema requires of a person, and what administrators want beside; only what he might change himself afterwards.
// Called by the files of this room and by the page. Pure.
import { type Definition, type Definitions, titleOf } from '#attributes/definition.ts';
import type { MyField } from '#users/my-contract.ts';
import type { SignUpRule } from './contract.ts';

/** He has shown his address already, and chooses his user name beside. */
const shownAlready = 'mail';

const isOfPersons = ({ kinds }: Definition): boolean => kinds.length === 0 || kinds.includes('person');
const isHis = ({ see, change }: Definition): boolean => see === 'user' && change === 'user';

export function fieldsAsked(definitions: Definitions, { fields }: Pick<SignUpRule, 'fields'>): readonly Definition[] {
  const asked = [...definitions.values()].filter(
    (one) => one.name !== shownAlready && isOfPersons(one) && isHis(one) && (one.required || fields.includes(one.name)),
  );
  return asked.sort((one, other) => one.position - other.position || one.no - other.no);
}

/** What the schema requires and he could not say: while there is any, nobody can sign up. */
export const unanswerable = (definitions: Definitions): readonly Definition[] =>
  [...definitions.values()].filter((one) => one.name !== shownAlready && isOfPersons(one) && one.required && !isHis(one));

/** Whether administrators may have it asked for. */
export const isAskable = (definition: Definition | undefined): boolean => definition !== undefined && isOfPersons(definition) && isHis(definition);

/** As a form asks for it. */
export const asField = (one: Definition, values: readonly string[]): MyField => ({
  name: one.name,
  title: titleOf(one),
  help: one.help,
  type: one.type,
  choices: [...one.choices],
  valuesMax: one.builtIn ? 1 : one.valuesMax,
  required: one.required,
  mayChange: true,
  values: [...values],
});

/** Only what was asked: whatever else a form brings is not there. */
export function valuesAsked(asked: readonly Definition[], given: Readonly<Record<string, readonly string[]>>) {
  const fields: Record<string, string> = {};
  const attributes: Record<string, string | string[]> = {};
  for (const { name, builtIn, valuesMax } of asked) {
    const values = Object.hasOwn(given, name) ? (given[name] ?? []) : [];
    if (values.length === 0) continue;
    if (builtIn) fields[name] = values[0] ?? '';
    else attributes[name] = valuesMax === 1 && values.length === 1 ? (values[0] ?? '') : [...values];
  }
  return { fields, attributes };
}
