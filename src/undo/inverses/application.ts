// Taking back what was said about an application: fields that still are what they were set to get what they had before; one that was added goes, one that was deleted comes back.
// Called through table.ts.
import { applicationImage, idOfObject } from '#applications/application.ts';
import { applicationById } from '#applications/queries.ts';
import { Refusal } from '#errors.ts';
import { say } from '#sentences/sentence.ts';
import { cannot, conflictOf, type Entry, fieldsOf, type Image, type Inverting, isSame, quoted } from '../inverse.ts';

const applicationIn = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'application') ?? cannot(say('undo.no-image-settings'));

/** What the journal tells beside an application's own name, and what the operation calls it. */
const asAsked = (operation: string, field: string): string => (operation === 'applications.change-look' && field === 'shownName' ? 'name' : field);

export const edited: Inverting = async ({ db }, entry) => {
  const { operation } = entry;
  const { id: object, before, after } = applicationIn(entry);
  const id = idOfObject(object);
  const row = await applicationById(db, id);
  if (!row || row.deleted_at > 0) throw new Refusal('application.missing');
  const [was, set, now] = [fieldsOf(before), fieldsOf(after), fieldsOf(applicationImage(row))];
  const changed = Object.keys(was).filter((field) => field !== 'version' && !isSame(was[field], set[field]));
  const free = changed.filter((field) => isSame(set[field], now[field]));
  return {
    steps: free.length > 0 ? [{ operation, input: { id, ...Object.fromEntries(free.map((field) => [asAsked(operation, field), was[field]])) } }] : [],
    changes: free.map((field) => say('undo.again', { what: field, was: quoted(was[field]) })),
    conflicts: changed.filter((field) => !free.includes(field)).map((field) => conflictOf(field, { was: was[field], set: set[field], now: now[field] })),
  };
};

export const appeared: Inverting = async (_, entry) => {
  const { id, name } = applicationIn(entry);
  return {
    steps: [{ operation: 'applications.delete', input: { id: idOfObject(id) } }],
    changes: [say('undo.application-deleted', { name })],
    conflicts: [],
  };
};

export const deleted: Inverting = async (_, entry) => {
  const { id, name } = applicationIn(entry);
  return {
    steps: [{ operation: 'applications.restore', input: { id: idOfObject(id) } }],
    changes: [say('undo.application-again', { name })],
    conflicts: [],
  };
};
