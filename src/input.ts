// Checks an operation's input against its schema and puts what is wrong into words, field by field.
// Called by action.ts, so no door can forget it. Knows schemas, not what they mean.

import type { TObject } from 'typebox';
import { Compile } from 'typebox/compile';
import { type FieldFault, Refusal } from '#errors.ts';
import { type SaidCode, type Sentence, say } from '#sentences/sentence.ts';

/** Faults named at once; more would bury the reader. */
const faultsMax = 20;
/** Input nested deeper than any schema of ours allows; recursion stops here, not at the end of the stack. */
const depthMax = 32;

type Fault = { readonly keyword: string; readonly instancePath: string; readonly message: string; readonly params: unknown; readonly schemaPath: string };

/** A checker that is compiled when first used. Throws `input.invalid`; gives the input back, never with `__proto__`. */
export function inputChecker(schema: TObject): (input: unknown) => Record<string, unknown> {
  let compiled: ReturnType<typeof Compile> | undefined;
  return (input) => {
    compiled ??= Compile(schema);
    refuseUnreadable(input);
    if (!compiled.Check(input)) throw new Refusal('input.invalid', {}, inWords(schema, compiled.Errors(input) as readonly Fault[]));
    // Checked the line above: an object of this schema.
    return input as Record<string, unknown>;
  };
}

/** Depth first, before anything walks the schema: field by field, so that the fault can be named. */
function refuseUnreadable(input: unknown) {
  if (typeof input !== 'object' || input === null) return;
  // `input` is an object; what its fields hold is looked at, not assumed.
  const fields = input as Readonly<Record<string, unknown>>;
  for (const field in fields) {
    const fault = faultIn(fields[field], depthMax);
    if (fault) throw new Refusal('input.invalid', {}, [{ field: fault === nested ? '' : field, says: fault }]);
  }
}

const nested = say('input.nested', { max: depthMax });
const noText = say('input.no-text');

/** PostgreSQL keeps neither NUL nor half a surrogate pair in a text, and C reads it as the end of one: refused for all, before anybody can read it in two ways. */
function faultIn(value: unknown, left: number): Sentence | null {
  if (typeof value === 'string') return value.includes('\u0000') || !value.isWellFormed() ? noText : null;
  if (typeof value !== 'object' || value === null) return null;
  if (left === 1) return nested;
  for (const part of Object.values(value)) {
    const fault = faultIn(part, left - 1);
    if (fault) return fault;
  }
  return null;
}

function inWords(schema: TObject, faults: readonly Fault[]): readonly FieldFault[] {
  const byField = new Map<string, Sentence>();
  for (const fault of faults.slice(0, faultsMax * 3))
    for (const { field, says } of oneInWords(schema, fault)) if (!byField.has(field) && byField.size < faultsMax) byField.set(field, says);
  return [...byField].map(([field, says]) => ({ field, says }));
}

const fieldOf = (path: string) => path.slice(1).replaceAll('/', '.');

function oneInWords(schema: TObject, fault: Fault): readonly { readonly field: string; readonly says: Sentence }[] {
  const around = saidByShape(schema, fault);
  if (around) return [around];
  const { keyword, instancePath, message, params } = fault;
  const facts = params as {
    readonly requiredProperties?: readonly string[];
    readonly limit?: number;
    readonly allowedValues?: readonly unknown[];
    readonly type?: string;
  };
  const field = fieldOf(instancePath);
  if (keyword === 'required')
    return (facts.requiredProperties ?? []).map((name) => ({ field: [field, name].filter(Boolean).join('.'), says: say('input.required') }));
  if (keyword === 'additionalProperties') return [];
  if (keyword === 'boolean') return [{ field, says: unknownField(schema, field) }];
  return [{ field, says: sentenceFor(keyword, facts, message) }];
}

/**
 * What a schema of several shapes says of itself (`x-says`, the code of a sentence), when the fault lies in it: what each of its shapes lacks would help nobody.
 * The fault's two paths are followed side by side to find its field.
 */
function saidByShape(schema: TObject, { schemaPath, instancePath }: Fault): { readonly field: string; readonly says: Sentence } | null {
  const steps = schemaPath.slice(2).split('/');
  let node: unknown = schema;
  let depth = 0;
  for (const [nth, step] of steps.entries()) {
    if (typeof node !== 'object' || node === null) return null;
    if ('x-says' in node)
      return {
        field: fieldOf(
          instancePath
            .split('/')
            .slice(0, depth + 1)
            .join('/'),
        ),
        says: say(node['x-says'] as SaidCode),
      };
    if (step === 'items' || steps[nth - 1] === 'properties') depth += 1;
    // An object, by the line above: a step that it does not have ends the walk.
    node = (node as Readonly<Record<string, unknown>>)[step];
  }
  return null;
}

const unknownField = (schema: TObject, field: string) => say('input.unknown', { field, known: Object.keys(schema.properties).join(', ') });

function sentenceFor(
  keyword: string,
  { limit, allowedValues, type }: { readonly limit?: number; readonly allowedValues?: readonly unknown[]; readonly type?: string },
  message: string,
): Sentence {
  switch (keyword) {
    case 'minLength':
      return limit === 1 ? say('input.empty') : say('input.too-short', { min: limit ?? 0 });
    case 'maxLength':
      return say('input.too-long', { max: limit ?? 0 });
    case 'enum':
      return say('input.choice', { choices: (allowedValues ?? []).join(', ') });
    case 'type':
      return type === 'integer' ? say('input.whole') : say('input.type', { type: type ?? '' });
    case 'pattern':
      return say('input.form');
    case 'minimum':
      return say('input.least', { min: limit ?? 0 });
    case 'maximum':
      return say('input.most', { max: limit ?? 0 });
    case 'minItems':
      return say('input.too-few', { min: limit ?? 0 });
    case 'maxItems':
      return say('input.too-many', { max: limit ?? 0 });
    default:
      return say('as-is', { says: `${message.charAt(0).toUpperCase()}${message.slice(1)}.` });
  }
}
