// Taking back what was done to a user: his attributes and dates, his states, his deletion.
// Called through table.ts. Judges no right: the operations it names do.
import { Refusal } from '#errors.ts';
import { seenBy } from '#users/attributes.ts';
import type { User } from '#users/contract.ts';
import { findUser } from '#users/queries.ts';
import { shownUser } from '#users/shown-user.ts';
import {
  cannot,
  conflictOf,
  type Entry,
  fieldsOf,
  type Image,
  type Inverse,
  type Inverting,
  isSame,
  momentOf,
  numberOf,
  quoted,
  type Standing,
  textOf,
} from '../inverse.ts';

/** What `users.update` sets, with the word for it. */
const editable: Readonly<Record<string, string>> = {
  givenName: 'The given name',
  familyName: 'The family name',
  shownName: 'The shown name',
  mail: 'The mail address',
  phone: 'The phone number',
  organisation: 'The organisation',
  country: 'The country',
  language: 'The language',
  timeZone: 'The time zone',
  owner: 'The owner',
  startsAt: 'The start',
  endsAt: 'The end',
};

type Fields = Readonly<Record<string, unknown>>;
type Found = { readonly id: string; readonly name: string; readonly before: Fields; readonly after: Fields; readonly current: User };

async function found({ db, now }: Standing, { images }: Entry): Promise<Found> {
  const image = images.find(({ kind }) => kind === 'user') ?? missing();
  const row = await findUser(db, image.id);
  if (!row) throw new Refusal('user.missing');
  return { id: image.id, name: image.name, before: fieldsOf(image.before), after: fieldsOf(image.after), current: shownUser(row, now) };
}

const missing = (): Image => cannot('the entry holds no image of a user.');

export const edited: Inverting = async (standing, entry) => {
  const { id, before, after, current } = await found(standing, entry);
  const visible = (user: unknown): Fields =>
    fieldsOf(seenBy(standing.model.attributes, { ...current, attributes: fieldsOf(user) as User['attributes'] }, 'administrator').attributes);
  const own = Object.entries(editable)
    .filter(([field]) => !isSame(before[field], after[field]))
    .map(([field, what]) => fieldBack({ field, what, was: before[field], set: after[field], now: fieldsOf(current)[field] }));
  const [was, set, now] = [fieldsOf(before.attributes), fieldsOf(after.attributes), fieldsOf(current.attributes)];
  const shown = visible({ ...was, ...set, ...now });
  const free = [...new Set([...Object.keys(was), ...Object.keys(set)])]
    .filter((name) => !isSame(was[name], set[name]))
    .map((name) => attributeBack({ field: name, what: `The attribute ${name}`, was: was[name], set: set[name], now: now[name] }, name in shown));
  const attributes = Object.assign({}, ...free.map((one) => one.attributes));
  const input = { id, ...Object.assign({}, ...own.map((one) => one.input)), ...(Object.keys(attributes).length > 0 ? { attributes } : {}) };
  const parts = [...own, ...free];
  return {
    steps: Object.keys(input).length > 1 ? [{ operation: 'users.update', input }] : [],
    changes: parts.flatMap(({ change }) => change),
    conflicts: parts.flatMap(({ conflict }) => conflict),
  };
};

type Back = { readonly field: string; readonly what: string; readonly was: unknown; readonly set: unknown; readonly now: unknown };

function fieldBack({ field, what, ...values }: Back) {
  if (!isSame(values.set, values.now)) return { input: {}, change: [], conflict: [conflictOf(what, shownMoments(field, values))] };
  const value = values.was ?? (field.endsWith('At') ? 0 : '');
  return { input: { [field]: value }, change: [`${what} becomes ${quoted(shownMoments(field, values).was)} again.`], conflict: [] };
}

const shownMoments = (field: string, values: Omit<Back, 'field' | 'what'>) => {
  const shown = (value: unknown) =>
    field.endsWith('At') && numberOf(value) > 0 ? new Date(numberOf(value)).toISOString().slice(0, 16).replace('T', ' ') : value;
  return { was: shown(values.was), set: shown(values.set), now: shown(values.now) };
};

/** What administrators may not see is put back like any other, without a word of its value. */
function attributeBack(back: Back, isVisible: boolean) {
  const hidden = { was: 'something', set: 'something else', now: 'another value' };
  if (!isSame(back.set, back.now)) return { attributes: {}, change: [], conflict: [conflictOf(back.what, isVisible ? back : hidden)] };
  return {
    attributes: { [back.field]: back.was ?? '' },
    change: [`${back.what} becomes ${isVisible ? quoted(back.was) : 'what it was'} again.`],
    conflict: [],
  };
}

const only = (operation: string, input: Fields, change: string): Inverse => ({ steps: [{ operation, input }], changes: [change], conflicts: [] });
const conflict = (says: string): Inverse => ({ steps: [], changes: [], conflicts: [says] });

/** Images of before `lockedAt` was shown say it by the state alone. */
const wasLocked = (image: Fields, now: number): boolean => {
  const until = numberOf(image.lockedUntil);
  const isSet = image.lockedAt === undefined ? image.state === 'locked' : numberOf(image.lockedAt) > 0;
  return isSet && (until === 0 || until > now);
};
const wasDisabled = (image: Fields): boolean => (image.disabledAt === undefined ? image.state === 'disabled' : numberOf(image.disabledAt) > 0);
const sameWhereKnown = (image: Fields, current: User, fields: readonly (keyof User)[]) =>
  fields.every((field) => image[field] === undefined || isSame(image[field], current[field]));

export const locked: Inverting = async (standing, entry) => {
  const { id, name, before, after, current } = await found(standing, entry);
  if (!wasLocked(fieldsOf(current), standing.now)) return conflict(`${name} is not locked any more.`);
  if (!sameWhereKnown(after, current, ['lockedUntil', 'stateReason']))
    return conflict(`${name} was locked anew since: ${quoted(current.stateReason)} now, ${quoted(after.stateReason)} then.`);
  if (wasLocked(before, standing.now)) return lockedAgain(id, name, before);
  const steps = [{ operation: 'users.unlock', input: { id } }];
  // The reason of a disabled user was overwritten by that of the lock.
  const reason = wasDisabled(before) ? [{ operation: 'users.disable', input: { id, reason: textOf(before.stateReason) } }] : [];
  return { steps: [...steps, ...reason], changes: [`${name} is unlocked. Sessions that ended stay ended.`], conflicts: [] };
};

const lockedAgain = (id: string, name: string, { stateReason, lockedUntil }: Fields): Inverse =>
  only(
    'users.lock',
    { id, reason: textOf(stateReason), until: numberOf(lockedUntil) },
    `${name} is locked ${momentOf(numberOf(lockedUntil))} again (${quoted(stateReason)}).`,
  );

export const unlocked: Inverting = async (standing, entry) => {
  const { id, name, before, current } = await found(standing, entry);
  if (!wasLocked(before, standing.now)) return conflict(`The lock of ${name} would have ended by now.`);
  return wasLocked(fieldsOf(current), standing.now)
    ? conflict(`${name} was locked anew since (${quoted(current.stateReason)}).`)
    : lockedAgain(id, name, before);
};

export const disabled: Inverting = async (standing, entry) => {
  const { id, name, before, after, current } = await found(standing, entry);
  if (current.disabledAt === 0) return conflict(`${name} is not disabled any more.`);
  if (!sameWhereKnown(after, current, ['stateReason']))
    return conflict(`${name} was disabled anew since: ${quoted(current.stateReason)} now, ${quoted(after.stateReason)} then.`);
  if (wasDisabled(before)) return only('users.disable', { id, reason: textOf(before.stateReason) }, `The reason becomes ${quoted(before.stateReason)} again.`);
  return only('users.enable', { id }, `${name} is enabled. Sessions that ended stay ended.`);
};

export const enabled: Inverting = async (standing, entry) => {
  const { id, name, before, current } = await found(standing, entry);
  if (current.disabledAt > 0) return conflict(`${name} was disabled anew since (${quoted(current.stateReason)}).`);
  return only('users.disable', { id, reason: textOf(before.stateReason) }, `${name} is disabled again (${quoted(before.stateReason)}).`);
};

export const deleted: Inverting = async (standing, entry) => {
  const { id, name, current } = await found(standing, entry);
  if (current.deletedAt === 0) return conflict(`${name} was restored already.`);
  return only('users.restore', { id }, `${name} comes back, with the memberships that you may give.`);
};

/** Whoever was added or brought back goes to the recycle bin. */
export const appeared: Inverting = async (standing, entry) => {
  const { id, name, current } = await found(standing, entry);
  if (current.deletedAt > 0) return conflict(`${name} is in the recycle bin already.`);
  return only('users.delete', { id }, `${name} goes to the recycle bin.`);
};
