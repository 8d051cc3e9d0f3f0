// A definition as it is typed, and what can be seen to be wrong with it from here. Pure; the server tries the rest.
import { type Attribute, type AttributeType, addAttribute, editAttribute } from '#attributes/contract.ts';
import { type Faults, faultsOf } from '../../shared/form/fields.ts';
import { attributes as say } from '../../shared/strings/attributes.ts';

export type Draft = Omit<Attribute, 'id' | 'version' | 'builtIn' | 'createdAt' | 'changedAt' | 'choices'> & {
  /** One on each line. */
  readonly choices: string;
};

export const blank: Draft = {
  name: '',
  type: 'text',
  displayName: '',
  help: '',
  choices: '',
  kinds: [],
  required: false,
  unique: false,
  pattern: '',
  patternSays: '',
  example: '',
  valuesMax: 1,
  see: 'user',
  change: 'administrators',
  inLists: false,
  position: 1_000,
};

export function draftOf({ id: _id, version: _version, builtIn: _builtIn, createdAt: _createdAt, changedAt: _changedAt, choices, ...rest }: Attribute): Draft {
  return { ...rest, choices: choices.join('\n') };
}

export const linesOf = (text: string): string[] => text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));

/** Values of these types have a form of their own. */
export const takesPattern = (type: AttributeType): boolean => ['text', 'number', 'mail', 'phone', 'link', 'date'].includes(type);

/** As the operations take it. What the type has no use for is left empty, so that a change of type needs no tidying. */
export const givenBy = ({ name, choices, pattern, patternSays, example, ...rest }: Draft) => {
  const patterned = takesPattern(rest.type);
  return {
    name,
    rules: {
      ...rest,
      choices: rest.type === 'choice' ? linesOf(choices) : [],
      pattern: patterned ? pattern : '',
      patternSays: patterned ? patternSays : '',
      example: patterned ? example : '',
    },
  };
};

/** Only what differs is sent: what is absent stays as it is. */
export function changesOf(from: Draft, to: Draft) {
  const [before, after] = [givenBy(from).rules, givenBy(to).rules];
  const differs = (name: string) => JSON.stringify(before[name as keyof typeof before]) !== JSON.stringify(after[name as keyof typeof after]);
  return Object.fromEntries(Object.entries(after).filter(([name]) => differs(name))) as Partial<typeof after>;
}

const someId = '0192f000-0000-7000-8000-000000000000';

export function faultsOfDraft(draft: Draft, isNew: boolean): Faults {
  const { name, rules } = givenBy(draft);
  const found = isNew ? faultsOf(addAttribute.input, { name, ...rules }) : faultsOf(editAttribute.input, { id: someId, ...rules });
  const needed: Record<string, string> = {};
  if (isNew && name === '') needed.name = say.needed;
  if (rules.type === 'choice' && rules.choices.length === 0) needed.choices = say.needed;
  if (rules.pattern !== '' && rules.example === '') needed.example = say.needed;
  return { ...found, ...(isNew && name !== '' && found.name ? { name: say.nameSays } : {}), ...needed };
}
