// Taking back what was done to a saved view: what it keeps, its being there, its deletion.
// Called through table.ts. Whose view it is, the operations ask: nobody takes back what was done to somebody else's own.
import { cannot, type Entry, fieldsOf, type Image, type Inverting, isSame, textOf } from '../inverse.ts';

const viewImage = ({ images }: Entry): Image => images.find(({ kind }) => kind === 'view') ?? cannot('the entry holds no image of a view.');

const keptIn = (image: unknown) => Object.fromEntries(Object.entries(fieldsOf(image)).filter(([field]) => field !== 'version'));

export const edited: Inverting = async (_, entry) => {
  const { id, name, before, after } = viewImage(entry);
  const { version } = fieldsOf(after);
  const [was, set] = [keptIn(before), keptIn(after)];
  const changed = Object.keys(was).filter((field) => !isSame(was[field], set[field]));
  const put = Object.fromEntries(changed.map((field) => [field, was[field]]));
  // A view is one thing to whoever looks through it: changed since, it stays as it is now.
  return { steps: [{ operation: 'views.update', input: { id, version, ...put } }], changes: [`The view ${name} is as it was before.`], conflicts: [] };
};

export const added: Inverting = async (_, entry) => {
  const { id, name, after } = viewImage(entry);
  return { steps: [{ operation: 'views.delete', input: { id, version: fieldsOf(after).version } }], changes: [`The view ${name} is deleted.`], conflicts: [] };
};

export const deleted: Inverting = async (_, entry) => {
  const { before } = viewImage(entry);
  const kept = keptIn(before);
  const whose = kept.shared === true ? 'for everybody' : 'as one of yours';
  return {
    steps: [{ operation: 'views.add', input: kept }],
    changes: [`The view ${textOf(kept.name)} is there again, ${whose}, with a new link.`],
    conflicts: [],
  };
};
