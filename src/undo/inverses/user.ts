// Taking back what was done to a user: his attributes and dates, his states, his deletion.
// Called through table.ts. Judges no right: the operations it names do.

import { Refusal } from '#errors.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
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
const editable: Readonly<Record<string, Sentence>> = {
  givenName: say('undo.field-givenName'),
  familyName: say('undo.field-familyName'),
  shownName: say('undo.field-shownName'),
  mail: say('undo.field-mail'),
  phone: say('undo.field-phone'),
  organisation: say('undo.field-organisation'),
  country: say('undo.field-country'),
  language: say('undo.field-language'),
  timeZone: say('undo.field-timeZone'),
  owner: say('undo.field-owner'),
  startsAt: say('undo.field-startsAt'),
  endsAt: say('undo.field-endsAt'),
};

type Fields = Readonly<Record<string, unknown>>;
type Found = { readonly id: string; readonly name: string; readonly before: Fields; readonly after: Fields; readonly current: User };

async function found({ db, now }: Standing, { images }: Entry): Promise<Found> {
  const image = images.find(({ kind }) => kind === 'user') ?? missing();
  const row = await findUser(db, image.id);
  if (!row) throw new Refusal('user.missing');
  return { id: image.id, name: image.name, before: fieldsOf(image.before), after: fieldsOf(image.after), current: shownUser(row, now) };
}

const missing = (): Image => cannot(say('undo.no-image-user'));

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
    .map((name) => attributeBack({ field: name, what: say('undo.attribute', { name }), was: was[name], set: set[name], now: now[name] }, name in shown));
  const attributes = Object.assign({}, ...free.map((one) => one.attributes));
  const input = { id, ...Object.assign({}, ...own.map((one) => one.input)), ...(Object.keys(attributes).length > 0 ? { attributes } : {}) };
  const parts = [...own, ...free];
  return {
    steps: Object.keys(input).length > 1 ? [{ operation: 'users.update', input }] : [],
    changes: parts.flatMap(({ change }) => change),
    conflicts: parts.flatMap(({ conflict }) => conflict),
  };
};

type Back = { readonly field: string; readonly what: Sentence; readonly was: unknown; readonly set: unknown; readonly now: unknown };

function fieldBack({ field, what, ...values }: Back) {
  if (!isSame(values.set, values.now)) return { input: {}, change: [], conflict: [conflictOf(what, shownMoments(field, values))] };
  const value = values.was ?? (field.endsWith('At') ? 0 : '');
  return { input: { [field]: value }, change: [say('undo.again', { what, was: quoted(shownMoments(field, values).was) })], conflict: [] };
}

const shownMoments = (field: string, values: Omit<Back, 'field' | 'what'>) => {
  const shown = (value: unknown) =>
    field.endsWith('At') && numberOf(value) > 0 ? new Date(numberOf(value)).toISOString().slice(0, 16).replace('T', ' ') : value;
  return { was: shown(values.was), set: shown(values.set), now: shown(values.now) };
};

/** What administrators may not see is put back like any other, without a word of its value. */
function attributeBack(back: Back, isVisible: boolean) {
  if (!isSame(back.set, back.now))
    return { attributes: {}, change: [], conflict: [isVisible ? conflictOf(back.what, back) : say('undo.changed-unseen', { what: back.what })] };
  return {
    attributes: { [back.field]: back.was ?? '' },
    change: [say('undo.again', { what: back.what, was: isVisible ? quoted(back.was) : say('undo.unseen') })],
    conflict: [],
  };
}

const only = (operation: string, input: Fields, change: Sentence): Inverse => ({ steps: [{ operation, input }], changes: [change], conflicts: [] });
const conflict = (says: Sentence): Inverse => ({ steps: [], changes: [], conflicts: [says] });

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
  if (!wasLocked(fieldsOf(current), standing.now)) return conflict(say('undo.not-locked', { name }));
  if (!sameWhereKnown(after, current, ['lockedUntil', 'stateReason']))
    return conflict(say('undo.locked-anew', { name, now: quoted(current.stateReason), set: quoted(after.stateReason) }));
  if (wasLocked(before, standing.now)) return lockedAgain(id, name, before);
  const steps = [{ operation: 'users.unlock', input: { id } }];
  // The reason of a disabled user was overwritten by that of the lock.
  const reason = wasDisabled(before) ? [{ operation: 'users.disable', input: { id, reason: textOf(before.stateReason) } }] : [];
  return { steps: [...steps, ...reason], changes: [say('undo.unlocked', { name })], conflicts: [] };
};

const lockedAgain = (id: string, name: string, { stateReason, lockedUntil }: Fields): Inverse =>
  only(
    'users.lock',
    { id, reason: textOf(stateReason), until: numberOf(lockedUntil) },
    say('undo.locked-again', { name, until: momentOf(numberOf(lockedUntil)), reason: quoted(stateReason) }),
  );

export const unlocked: Inverting = async (standing, entry) => {
  const { id, name, before, current } = await found(standing, entry);
  if (!wasLocked(before, standing.now)) return conflict(say('undo.lock-ended', { name }));
  return wasLocked(fieldsOf(current), standing.now)
    ? conflict(say('undo.locked-since', { name, reason: quoted(current.stateReason) }))
    : lockedAgain(id, name, before);
};

export const disabled: Inverting = async (standing, entry) => {
  const { id, name, before, after, current } = await found(standing, entry);
  if (current.disabledAt === 0) return conflict(say('undo.not-disabled', { name }));
  if (!sameWhereKnown(after, current, ['stateReason']))
    return conflict(say('undo.disabled-anew', { name, now: quoted(current.stateReason), set: quoted(after.stateReason) }));
  if (wasDisabled(before))
    return only('users.disable', { id, reason: textOf(before.stateReason) }, say('undo.again', { what: say('undo.reason'), was: quoted(before.stateReason) }));
  return only('users.enable', { id }, say('undo.enabled', { name }));
};

export const enabled: Inverting = async (standing, entry) => {
  const { id, name, before, current } = await found(standing, entry);
  if (current.disabledAt > 0) return conflict(say('undo.disabled-since', { name, reason: quoted(current.stateReason) }));
  return only('users.disable', { id, reason: textOf(before.stateReason) }, say('undo.disabled-again', { name, reason: quoted(before.stateReason) }));
};

export const deleted: Inverting = async (standing, entry) => {
  const { id, name, current } = await found(standing, entry);
  if (current.deletedAt === 0) return conflict(say('undo.restored', { name }));
  return only('users.restore', { id }, say('undo.comes-back', { name }));
};

/** Whoever was added or brought back goes to the recycle bin. */
export const appeared: Inverting = async (standing, entry) => {
  const { id, name, current } = await found(standing, entry);
  if (current.deletedAt > 0) return conflict(say('undo.in-bin', { name }));
  return only('users.delete', { id }, say('undo.to-bin', { name }));
};
