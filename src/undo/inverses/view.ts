// Taking back what was done to a saved view: what it keeps, its being there, its deletion.
// Called through table.ts. Whose view it is, the operations ask: nobody takes back what was done to somebody else's own.
import { say } from '#sentences/sentence.ts';
import { cannot, type Entry, fieldsOf, type Image, type Inverting, isSame, textOf } from '../inverse.ts';

const viewImage = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'view') ?? cannot(say('undo.no-image-view'));

const keptIn = (image: unknown) => Object.fromEntries(Object.entries(fieldsOf(image)).filter(([field]) => field !== 'version'));

export const edited: Inverting = async (_, entry) => {
  const { id, name, before, after } = viewImage(entry);
  const { version } = fieldsOf(after);
  const [was, set] = [keptIn(before), keptIn(after)];
  const changed = Object.keys(was).filter((field) => !isSame(was[field], set[field]));
  const put = Object.fromEntries(changed.map((field) => [field, was[field]]));
  // A view is one thing to whoever looks through it: changed since, it stays as it is now.
  return { steps: [{ operation: 'views.update', input: { id, version, ...put } }], changes: [say('undo.view-again', { name })], conflicts: [] };
};

export const added: Inverting = async (_, entry) => {
  const { id, name, after } = viewImage(entry);
  return {
    steps: [{ operation: 'views.delete', input: { id, version: fieldsOf(after).version } }],
    changes: [say('undo.view-deleted', { name })],
    conflicts: [],
  };
};

export const deleted: Inverting = async (_, entry) => {
  const { before } = viewImage(entry);
  const kept = keptIn(before);
  return {
    steps: [{ operation: 'views.add', input: kept }],
    changes: [say(kept.shared === true ? 'undo.view-shared' : 'undo.view-own', { name: textOf(kept.name) })],
    conflicts: [],
  };
};
