// A schema in words: `text, at most 200 characters`. Reads JSON Schema as data; knows no operation.

/** The words of JSON Schema that our contracts use. */
export type Schema = {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $ref?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly description?: string;
};

/** Up to this many levels are told; what lies deeper is called an object. */
const depthMax = 3;

/** What values fit, without the description. */
export function inWords(schema: Schema, depth = 0): string {
  if (schema.enum) return schema.enum.map((word) => (word === '' ? 'empty' : `\`${word}\``)).join(', ');
  if (schema.$ref) return 'a scope';
  if (schema.anyOf) return [...new Set(schema.anyOf.map((one) => inWords(one, depth)))].join(' or ');
  if (schema.items) return `list of ${inWords(schema.items, depth)}${schema.maxItems ? `, at most ${schema.maxItems}` : ''}`;
  if (schema.type === 'object') return object(schema, depth);
  if (schema.type === 'integer') return `whole number${range(schema)}`;
  if (schema.type === 'string') return schema.maxLength ? `text ≤ ${schema.maxLength}` : 'text';
  if (schema.type === 'boolean') return 'yes or no';
  return schema.type === 'null' ? '`null`' : 'anything';
}

function object({ properties, patternProperties, required = [] }: Schema, depth: number): string {
  const [any] = Object.values(patternProperties ?? {});
  if (any) return `object: name → ${inWords(any, depth + 1)}`;
  if (!properties || depth >= depthMax) return 'object';
  const fields = Object.entries(properties).map(([name, schema]) => `\`${name}\`${required.includes(name) ? '' : '?'}: ${inWords(schema, depth + 1)}`);
  return `{ ${fields.join('; ')} }`;
}

/** Bounds that say something; a moment's do not. */
function range({ minimum, maximum, description = '' }: Schema): string {
  if (description.startsWith('milliseconds')) return '';
  if (minimum !== undefined && maximum !== undefined) return ` ${minimum}–${maximum}`;
  return minimum === undefined ? '' : ` ≥ ${minimum}`;
}
