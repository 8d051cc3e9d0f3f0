// Makes users and groups of what a directory sent, or says why not. Every value is foreign: bounded, and text only if it is text.
// Called by the layouts. Pure. It does not know where entries come from.
import { type Sentence, say } from '#sentences/sentence.ts';
import { type ProfileField, profileFields, type Skipped, type UserEntry } from '#user-store.ts';
import { limits } from '../driver.ts';
import { takeText } from '../entry-text.ts';
import { canonicalDn } from './dn.ts';
import type { GroupHead, KeyRule, Mapped } from './layout.ts';
import type { Entry } from './response.ts';

/** Letters of all values of one user together. */
const entryLettersMax = 32_768;
const dnLengthMax = 4_096;
/** Groups that one user says he is in. */
const groupsOfUserMax = 5_000;
const descriptionLengthMax = 300;

/** Field of Reeve → attribute of the directory. */
export type Mapping = Readonly<Record<string, string>>;

/** Where `memberOf` and the key lie, and whether an entry tells by itself that it is disabled. */
export type UserRules = {
  readonly key: KeyRule;
  readonly nameAttribute: string;
  readonly mapping: Mapping;
  readonly memberOfAttribute: string;
  saysDisabled(entry: Entry): boolean;
};

/** Thrown inside this file alone: the entry cannot be taken. */
class Unfit extends Error {
  readonly says: Sentence;
  constructor(says: Sentence) {
    super();
    this.says = says;
  }
}

export const isProfileField = (field: string): field is ProfileField => profileFields.some((each) => each === field);

type IdentityRules = Pick<UserRules, 'key' | 'nameAttribute'>;

export function mapUser(entry: Entry, rules: UserRules, disabled: ReadonlySet<string>): Mapped<UserEntry> {
  return mapped(entry, (address, note) => {
    const { key, name } = identity(entry, rules);
    const values = valuesOf(entry, rules.mapping, note);
    const isDisabled = disabled.has(key === '' ? name : key) || rules.saysDisabled(entry);
    return { key, address, name, ...values, disabled: isDisabled, groups: groupsOf(entry, rules.memberOfAttribute) };
  });
}

export function mapGroup(entry: Entry, rules: IdentityRules): Mapped<GroupHead> {
  return mapped(entry, (address, note) => {
    const { key, name } = identity(entry, rules);
    const [description = ''] = textsOf(entry, 'description', { valuesMax: 1, lengthMax: descriptionLengthMax, note });
    return { key, address, name, description, dn: dnOf(entry), entry };
  });
}

/** What names an entry and cannot be read as a name is no reason to lose the others. */
function mapped<E>(entry: Entry, make: (address: string, note: (says: Sentence) => void) => E): Mapped<E> {
  const skipped: Skipped[] = [];
  const address = addressOf(entry.dn);
  try {
    const made = make(canonicalDn(dnOf(entry)), (says) => skipped.push({ address, says }));
    return { entry: made, skipped };
  } catch (fault) {
    if (!(fault instanceof Unfit)) throw fault;
    return { entry: null, skipped: [{ address, says: fault.says }] };
  }
}

export function dnOf({ dn }: Pick<Entry, 'dn'>): string {
  const taken = takeText(dn, say('of.dn'), dnLengthMax);
  if ('says' in taken) throw new Unfit(say('entry.left-out', { why: taken.says }));
  // As the server spells it, not as it was made comparable.
  return dn.toString('utf8');
}

/** Of an entry that may have no readable DN: something an administrator can look for. */
export const addressOf = (dn: Buffer): string => {
  const text = dn
    .subarray(0, 1_000)
    .toString('utf8')
    .replace(/\p{Cc}/gu, '\ufffd');
  return text === '' ? '(an entry without a DN)' : canonicalDn(text);
};

const identity = (entry: Entry, { key, nameAttribute }: IdentityRules) => ({ key: keyOf(entry, key), name: nameOf(entry, nameAttribute) });

/** By what an entry is known again: its key, or where the directory gives none its name (rule 4). Null = it cannot be taken. */
export function keyOrName(entry: Entry, { key, nameAttribute }: IdentityRules): string | null {
  try {
    return key.attribute === '' ? nameOf(entry, nameAttribute) : keyOf(entry, key);
  } catch (fault) {
    if (fault instanceof Unfit) return null;
    throw fault;
  }
}

function keyOf(entry: Entry, { attribute, textOf }: KeyRule): string {
  if (attribute === '') return '';
  const [value, ...others] = firstValues(entry, attribute, 2);
  const key = value && others.length === 0 ? textOf(value) : null;
  if (key === null) throw new Unfit(say('entry.no-key', { attribute }));
  return key;
}

/** Of several names the one that the DN tells, or else the first in order: a directory gives them in any order (RFC 4512 §2.2). */
function nameOf(entry: Entry, attribute: string): string {
  const names: string[] = [];
  for (const value of firstValues(entry, attribute, limits.valuesMax)) {
    const taken = takeText(value, say('of.attribute', { attribute }), limits.nameLengthMax);
    if ('says' in taken) throw new Unfit(say('entry.left-out', { why: taken.says }));
    if (taken.text !== '') names.push(taken.text);
  }
  const rdn = canonicalDn(entry.dn.subarray(0, dnLengthMax).toString('utf8')).split(',', 1)[0] ?? '';
  const name = names.find((each) => rdn === canonicalDn(`${attribute}=${each}`)) ?? names.sort()[0];
  if (name === undefined) throw new Unfit(say('entry.no-name', { attribute }));
  return name;
}

function valuesOf(entry: Entry, mapping: Mapping, note: (says: Sentence) => void): Pick<UserEntry, 'profile' | 'attributes'> {
  const profile: Partial<Record<ProfileField, string>> = {};
  const attributes: Record<string, readonly string[]> = Object.create(null);
  let letters = 0;
  for (const [field, attribute] of Object.entries(mapping)) {
    if (attribute === '') continue;
    const texts = textsOf(entry, attribute, { valuesMax: isProfileField(field) ? 1 : limits.valuesMax, lengthMax: limits.valueLengthMax, note });
    letters += texts.reduce((sum, text) => sum + text.length, 0);
    if (letters > entryLettersMax) throw new Unfit(say('entry.too-long', { max: entryLettersMax }));
    if (isProfileField(field)) profile[field] = texts[0] ?? '';
    else attributes[field] = texts;
  }
  return { profile, attributes: { ...attributes } };
}

type Wanted = { readonly valuesMax: number; readonly lengthMax: number; note(says: Sentence): void };

/** A value that cannot be taken is left out and said; the entry stays. */
function textsOf(entry: Entry, attribute: string, { valuesMax, lengthMax, note }: Wanted): readonly string[] {
  const texts: string[] = [];
  const values = firstValues(entry, attribute, valuesMax + 1);
  if (values.length > valuesMax && valuesMax > 1) note(say('entry.many-values', { max: valuesMax, attribute }));
  for (const value of values.slice(0, valuesMax)) {
    const taken = takeText(value, say('of.value', { attribute }), lengthMax);
    if ('says' in taken) note(say('entry.value-left-out', { why: taken.says }));
    else if (taken.text !== '') texts.push(taken.text);
  }
  return texts;
}

function groupsOf(entry: Entry, attribute: string): readonly string[] | null {
  if (attribute === '') return null;
  const values = firstValues(entry, attribute, groupsOfUserMax + 1);
  if (values.length > groupsOfUserMax) throw new Unfit(say('entry.many-groups', { max: groupsOfUserMax }));
  return values.map((value) => canonicalDn(value.toString('utf8')));
}

export function firstValues(entry: Entry, attribute: string, max: number): readonly Buffer[] {
  const values: Buffer[] = [];
  for (const value of entry.attributes.get(attribute.toLowerCase()) ?? []) {
    if (values.length === max) break;
    values.push(value);
  }
  return values;
}
