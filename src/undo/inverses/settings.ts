// Taking back what was set: the fields that still are what they were set to get what they had before.
// Called through table.ts. A secret that was changed stays as it is now.
import { say } from '#sentences/sentence.ts';
import { readSection } from '#settings/queries.ts';
import { cannot, conflictOf, type Entry, fieldsOf, type Image, type Inverting, isSame, quoted } from '../inverse.ts';

const settingsImage = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'settings') ?? cannot(say('undo.no-image-settings'));

export const settingsChanged: Inverting = async ({ db }, { operation, ...entry }) => {
  const { name, before, after } = settingsImage({ operation, ...entry });
  const row = await readSection(db, name);
  const [was, set, now] = [fieldsOf(before), fieldsOf(after), fieldsOf(JSON.parse(row?.value ?? '{}'))];
  const changed = Object.keys(was).filter((field) => field !== 'version' && !isSame(was[field], set[field]));
  const free = changed.filter((field) => isSame(set[field], now[field]));
  return {
    steps: free.length > 0 ? [{ operation, input: Object.fromEntries(free.map((field) => [field, was[field]])) }] : [],
    changes: free.map((field) => say('undo.again', { what: field, was: quoted(was[field]) })),
    conflicts: changed.filter((field) => !free.includes(field)).map((field) => conflictOf(field, { was: was[field], set: set[field], now: now[field] })),
  };
};
