// What differs between two images of one thing, with values as people say them. Pure.
import { momentOf } from '../../shared/show/moments.ts';
import { fields as say } from '../../shared/strings/fields.ts';
import { show } from '../../shared/strings/show.ts';

/** `field` = a name of the contract, `attributes.floor`, or the path of a permission; fieldSays puts it into words. */
export type Difference = { readonly field: string; readonly before: string; readonly after: string };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** These change with everything and tell nobody anything, or say once more what the state says. */
const dull = new Set(['version', 'changedAt', 'lockedAt', 'disabledAt']);
/** Records whose own fields are what is told. */
const opened = new Set(['attributes', 'settings', 'living', 'filter']);
const isMoment = (field: string) => /(At|Until|Since)$|^(from|until)$/.test(field);

function textOf(field: string, value: unknown): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'boolean') return value ? say.yes : say.no;
  if (typeof value === 'number' && isMoment(field)) return value > 0 ? momentOf(value) : '';
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.join(', ');
  if (isRecord(value) && typeof value.name === 'string') return value.name;
  if (typeof value !== 'string') return JSON.stringify(value);
  if (field === 'state') return show.state[value] ?? value;
  if (field === 'kind') return show.kind[value] ?? value;
  return field.startsWith('/') ? (say.effects[value] ?? value) : value;
}

/** A role's entries, one for each permission. */
const entriesOf = (entries: readonly unknown[]): readonly (readonly [string, unknown])[] =>
  entries.filter(isRecord).map(({ permission, effect }) => [String(permission), effect]);

const pairsOf = (image: unknown): readonly (readonly [field: string, value: unknown])[] =>
  Object.entries(isRecord(image) ? image : {}).flatMap(([field, value]) => {
    if (field === 'entries' && Array.isArray(value)) return entriesOf(value);
    return opened.has(field) && isRecord(value) ? Object.entries(value).map(([own, held]) => [`${field}.${own}`, held] as const) : [[field, value] as const];
  });

export function differencesOf(before: unknown, after: unknown): Difference[] {
  const [was, is] = [new Map(pairsOf(before)), new Map(pairsOf(after))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => !dull.has(field))
    .map((field) => ({ field, before: textOf(field, was.get(field)), after: textOf(field, is.get(field)) }))
    .filter((each) => each.before !== each.after);
}

export type Display = (path: string) => string;

/** What a field is called. A name that nobody has put into words is spelled out: `patternSays` is “pattern says”. */
export function fieldSays(field: string, display: Display): string {
  if (field.startsWith('/')) return display(field);
  const [within, own = ''] = field.split('.');
  // Whoever defined an attribute gave it its name.
  if (within === 'attributes' && own) return own;
  const name = own || field;
  return say.names[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
