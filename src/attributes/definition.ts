// The definitions of attributes as the house uses them, and the rules that a definition itself must keep. Pure.
// Called by permissions/ (which keeps them with the model, so that every node has the ones in force), by users/ and by defining/. Knows no user and no SQL.

import { type FieldFault, Refusal, saidOf } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { type Attribute, type AttributeType, attributeTypes, type userKinds, type whoCan } from './contract.ts';
import { compilePattern, type Pattern } from './pattern.ts';
import { judgeValue } from './values.ts';

type Who = (typeof whoCan)[number];
export type Definition = {
  readonly no: number;
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly type: AttributeType;
  readonly builtIn: boolean;
  readonly displayName: string;
  readonly help: string;
  readonly choices: readonly string[];
  readonly kinds: readonly (typeof userKinds)[number][];
  readonly required: boolean;
  readonly unique: boolean;
  readonly pattern: string;
  readonly patternSays: string;
  readonly example: string;
  readonly valuesMax: number;
  readonly see: Who;
  readonly change: Who;
  readonly inLists: boolean;
  readonly position: number;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Compiled once, when the definition is loaded; null = any value fits. */
  readonly fits: Pattern | null;
};
export type Definitions = ReadonlyMap<string, Definition>;

/** Everything about a new definition that nobody has said. */
export const ruleless = {
  displayName: '',
  help: '',
  choices: [] as readonly string[],
  kinds: [] as Definition['kinds'],
  required: false,
  unique: false,
  pattern: '',
  patternSays: '',
  example: '',
  valuesMax: 1,
  see: 'user' as Who,
  change: 'administrators' as Who,
  inLists: false,
  position: 1_000,
};
export type Rules = typeof ruleless;

/** The compiled pattern of a definition that was checked when it was saved. */
export function patternOf(pattern: string): Pattern | null {
  const made = pattern === '' ? null : compilePattern(pattern);
  return made && 'matches' in made ? made : null;
}

export const shownAttribute = ({ no: _no, fits: _fits, choices, kinds, ...shown }: Definition): Attribute => ({
  ...shown,
  choices: [...choices],
  kinds: [...kinds],
});

export const titleOf = ({ displayName, name }: Pick<Definition, 'displayName' | 'name'>): string => displayName || name;

/** Types whose values have a form of their own: a pattern or choices would say it a second time. */
const patterned: ReadonlySet<AttributeType> = new Set(['text', 'number', 'mail', 'phone', 'link', 'date']);

/** Throws what is wrong with the definition itself, all at once. */
export function checkDefinition(definition: Pick<Definition, keyof Rules | 'type' | 'builtIn'>): void {
  const faults = [...choiceFaults(definition), ...patternFaults(definition)];
  if (definition.unique && definition.valuesMax > 1) faults.push({ field: 'unique', says: say('definition.unique-several') });
  if (definition.unique && ['yesNo', 'choice', 'country', 'language', 'timeZone'].includes(definition.type))
    faults.push({ field: 'unique', says: say('definition.unique-few', { type: definition.type }) });
  if (definition.required && definition.see === 'nobody') faults.push({ field: 'required', says: say('definition.required-unseen') });
  if (definition.see === 'nobody' && definition.change !== 'nobody') faults.push({ field: 'change', says: say('definition.change-unseen') });
  if (definition.see === 'administrators' && definition.change === 'user') faults.push({ field: 'change', says: say('definition.change-own-unseen') });
  if (definition.builtIn && definition.valuesMax > 1) faults.push({ field: 'valuesMax', says: say('definition.one-value') });
  if (faults.length > 0) throw new Refusal('attribute.definition-invalid', { says: saidOf(faults) }, faults);
}

function choiceFaults({ type, choices }: Pick<Definition, 'type' | 'choices'>): FieldFault[] {
  if (type !== 'choice') return choices.length > 0 ? [{ field: 'choices', says: say('definition.choices-type') }] : [];
  if (choices.length === 0) return [{ field: 'choices', says: say('definition.choices-none') }];
  const plain = choices.map((choice) => choice.normalize('NFC').trim());
  if (plain.some((choice) => choice === '')) return [{ field: 'choices', says: say('definition.choice-empty') }];
  const keys = plain.map((choice) => choice.toLowerCase());
  const twice = plain.find((_, index) => keys.indexOf(keys[index] ?? '') !== index);
  return twice === undefined ? [] : [{ field: 'choices', says: say('definition.choice-twice', { choice: twice }) }];
}

function patternFaults(definition: Pick<Definition, keyof Rules | 'type' | 'builtIn'>): FieldFault[] {
  const { type, pattern, example } = definition;
  if (pattern !== '' && !patterned.has(type)) return [{ field: 'pattern', says: say('definition.pattern-type', { type }) }];
  const made = pattern === '' ? null : compilePattern(pattern);
  if (made && 'says' in made) return [{ field: 'pattern', says: made.says }];
  if (pattern !== '' && example === '') return [{ field: 'example', says: say('definition.example-none') }];
  if (example === '') return [];
  const tried = judgeValue({ ...definition, fits: made }, example);
  return 'says' in tried ? [{ field: 'example', says: say('definition.example-unfit', { why: tried.says }) }] : [];
}

export const isAttributeType = (type: string): type is AttributeType => attributeTypes.some((known) => known === type);
