// Taking back what was set about an identity provider: the fields that still are what they were set to get what they had before.
// Called through table.ts. Its secret stays as it is now; where the change asked for another, so does the way back.
import { Refusal } from '#errors.ts';
import { providerById } from '#providers/queries.ts';
import { providerImage } from '#providers/shown.ts';
import { say } from '#sentences/sentence.ts';
import { cannot, conflictOf, fieldsOf, type Inverting, isSame, quoted } from '../inverse.ts';

/** What is fixed, and what follows from it. */
const fixed = new Set(['id', 'version', 'key', 'preset', 'issuer', 'hasSecret', 'secret']);

export const providerEdited: Inverting = async ({ db }, { operation, images }) => {
  const { id, before, after } = images.find(({ kind }) => kind === 'provider') ?? cannot(say('undo.no-image-settings'));
  const row = await providerById(db, id);
  if (!row) throw new Refusal('provider.missing');
  const [was, set, now] = [fieldsOf(before), fieldsOf(after), fieldsOf(providerImage(row))];
  const changed = Object.keys(was).filter((field) => !fixed.has(field) && !isSame(was[field], set[field]));
  const free = changed.filter((field) => isSame(set[field], now[field]));
  const told = (value: unknown) => (typeof value === 'object' && value !== null ? JSON.stringify(value) : value);
  return {
    steps: free.length > 0 ? [{ operation, input: { id, ...Object.fromEntries(free.map((field) => [field, was[field]])) } }] : [],
    changes: free.map((field) => say('undo.again', { what: field, was: quoted(told(was[field])) })),
    conflicts: changed
      .filter((field) => !free.includes(field))
      .map((field) => conflictOf(field, { was: told(was[field]), set: told(set[field]), now: told(now[field]) })),
  };
};
