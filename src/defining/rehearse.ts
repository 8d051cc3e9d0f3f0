// Tries a changed definition on every value there is: how many users break which rule, and who comes first. Changes nothing.
// Called by the actions of this room. Asks for no right.

import type { BrokenRule, Rehearsal } from '#attributes/contract.ts';
import { type Definition, titleOf } from '#attributes/definition.ts';
import type { Source, Tried } from '#attributes/queries.ts';
import { judgeValue, uniqueKeyOf } from '#attributes/values.ts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { inWindows } from './windows.ts';

/** Users named for each rule; the rest are counted. */
const namedMax = 5;

type Change = { readonly before: Definition /** null = deleted. */; readonly after: Definition | null };
type Named = Rehearsal['breaks'][number]['first'][number];
export type Rehearsed = { readonly looked: number; readonly breaks: readonly { rule: BrokenRule; says: Sentence; users: number; first: readonly Named[] }[] };

export async function tryOnAll(source: Source, change: Change): Promise<Rehearsed> {
  if (!canBreak(change)) return { looked: 0, breaks: [] };
  const trial = new Trial(change);
  await inWindows(source, (users) => {
    for (const user of users) trial.look(user);
  });
  return trial.told();
}

/** Looser rules, titles and places in forms break nothing. */
function canBreak({ before, after }: Change): boolean {
  if (!after) return true;
  const isStricter =
    (after.required && (!before.required || !isSame(before.kinds, after.kinds))) || (after.unique && !before.unique) || after.valuesMax < before.valuesMax;
  return isStricter || after.type !== before.type || (after.pattern !== '' && after.pattern !== before.pattern) || !holdsAll(after.choices, before.choices);
}

const isSame = (one: readonly string[], other: readonly string[]) => one.join() === other.join();
const holdsAll = (all: readonly string[], some: readonly string[]) => some.every((choice) => all.includes(choice));

/** What a user has of it, as it is stored. */
export function valuesOf({ builtIn, name }: Definition, user: Tried): readonly string[] {
  if (builtIn) return [user[columns[name] ?? 'user_name']].filter((value) => value !== '');
  // Most users have no value of most attributes; looking for the name first saves reading the rest.
  if (!user.attributes.includes(`"${name}"`)) return [];
  // Written by us alone, through the contract's schema.
  const own = JSON.parse(user.attributes) as Record<string, string | string[]>;
  return Object.hasOwn(own, name) ? [own[name] ?? []].flat() : [];
}

const columns: Readonly<
  Record<string, 'given_name' | 'family_name' | 'shown_name' | 'mail' | 'phone' | 'organisation' | 'country' | 'language' | 'time_zone'>
> = {
  givenName: 'given_name',
  familyName: 'family_name',
  shownName: 'shown_name',
  mail: 'mail',
  phone: 'phone',
  organisation: 'organisation',
  country: 'country',
  language: 'language',
  timeZone: 'time_zone',
};

class Trial {
  readonly #before: Definition;
  readonly #after: Definition | null;
  readonly #broken = new Map<BrokenRule, { users: number; first: Named[] }>();
  /** Value of a unique attribute → whose it was first. */
  readonly #owners = new Map<string, number>();
  #looked = 0;

  constructor({ before, after }: Change) {
    this.#before = before;
    this.#after = after;
  }

  look(user: Tried): void {
    this.#looked += 1;
    const values = valuesOf(this.#before, user);
    for (const [rule, value] of this.#brokenBy(user, values)) {
      const known = this.#broken.get(rule) ?? { users: 0, first: [] };
      known.users += 1;
      if (known.first.length < namedMax)
        known.first.push({ id: user.id, domain: user.domain, userName: user.user_name, shownName: user.shown_name, value: value.slice(0, 100) });
      this.#broken.set(rule, known);
    }
  }

  #brokenBy(user: Tried, values: readonly string[]): ReadonlyMap<BrokenRule, string> {
    const [after, broken] = [this.#after, new Map<BrokenRule, string>()];
    if (!after) return values.length > 0 ? broken.set('inUse', values.join(', ')) : broken;
    const isAsked = after.kinds.length === 0 || after.kinds.some((kind) => kind === user.kind);
    if (after.required && isAsked && values.length === 0 && user.deleted_at === 0) broken.set('required', '');
    if (values.length > after.valuesMax) broken.set('values', values.join(', '));
    for (const value of values) {
      const judged = judgeValue(after, value);
      if ('says' in judged) broken.set(judged.rule, value);
      if (after.unique && !this.#before.unique && this.#isSecond(uniqueKeyOf(after, value), user.no)) broken.set('unique', value);
    }
    return broken;
  }

  #isSecond(key: string, userNo: number): boolean {
    const owner = this.#owners.get(key);
    if (owner === undefined) this.#owners.set(key, userNo);
    return owner !== undefined && owner !== userNo;
  }

  told(): Rehearsed {
    const title = titleOf(this.#after ?? this.#before);
    return { looked: this.#looked, breaks: [...this.#broken].map(([rule, { users, first }]) => ({ rule, says: saying(rule, users, title), users, first })) };
  }
}

const saying = (rule: BrokenRule, users: number, title: string): Sentence => say(users === 1 ? `breaks.one.${rule}` : `breaks.many.${rule}`, { users, title });

/** What two users share cannot be kept by an index, and what is in use is not thrown away; all else can stay as it is. */
export function outcomeOf({ breaks }: Rehearsed): Rehearsal['outcome'] {
  if (breaks.some(({ rule }) => rule === 'unique' || rule === 'inUse')) return 'refused';
  return breaks.length > 0 ? 'asks' : 'done';
}
