// The names of cultures.ts made ready to draw from: native and Latin form, the key each is compared by, and the countries they are borne in.
// Called by people.ts. Pure but for the chance handed in.

import { nameKeyOf } from '#names/name.ts';
import { sortKeyOf } from '#names/sorted.ts';
import type { Chance } from './chance.ts';
import { type Culture, cultures } from './cultures.ts';

/** One part of a name. `key` as nameKeyOf would have it; `latin` in the letters of user names. */
type Part = { readonly native: string; readonly key: string; readonly latin: string };
type Parts = readonly [Part, ...Part[]];
export type Country = { readonly code: string; readonly dial: string; readonly timeZone: string; readonly site: string };
type Names = {
  readonly culture: Culture;
  readonly countries: readonly [Country, ...Country[]];
  readonly given: readonly [women: Parts, men: Parts];
  readonly family: readonly [women: Parts, men: Parts];
};

/** A person's name, and where and in which language he is at home. */
export type Named = {
  readonly givenName: string;
  readonly familyName: string;
  readonly shownName: string;
  readonly shownKey: string;
  /** What his user name is made of: first name, initial of the second, family name. */
  readonly latin: string;
  readonly language: string;
  readonly country: Country;
};
export type DrawName = () => Named;

/** Share of people with a second name, where that is usual. */
const secondShare = 0.45;

export function nameDrawer(chance: Chance): DrawName {
  const weighted = cultures.flatMap((culture) => Array<Names>(culture.share).fill(namesOf(culture)));
  return () => draw(chance, chance.one(atLeastOne(weighted)));
}

function draw(chance: Chance, { culture, countries, given, family }: Names): Named {
  const sex = chance.below(2) === 0 ? 0 : 1;
  const [first, last] = [chance.one(given[sex]), chance.one(family[sex])];
  const drawn = culture.second !== undefined && chance.often(secondShare) ? chance.one(culture.second === 'given' ? given[sex] : family[sex]) : null;
  const second = drawn === first || drawn === last ? null : drawn;
  const givens = culture.second === 'given' && second ? [first, second] : [first];
  const families = culture.second === 'family' && second ? [last, second] : [last];
  const all = culture.familyFirst ? [...families, ...givens] : [...givens, ...families];
  const between = culture.oneWord ? '' : ' ';
  return {
    givenName: joined(givens, ' '),
    familyName: joined(families, ' '),
    shownName: joined(all, between),
    shownKey: sortKeyOf(all.map(({ key }) => key).join(between)),
    latin: `${first.latin}.${second ? `${second.latin.slice(0, 1)}.` : ''}${last.latin}`,
    language: culture.language,
    country: countries[chance.skewed(countries.length, 2)] ?? countries[0],
  };
}

const joined = (parts: readonly Part[], between: string) => parts.map(({ native }) => native).join(between);

function namesOf(culture: Culture): Names {
  const given = (text: string) => atLeastOne(text.split(' ').map(partOf));
  const family = (sex: 0 | 1) => atLeastOne(culture.family.split(' ').map((text) => partOf(formOf(text, sex))));
  const countries = atLeastOne(culture.countries.split(', ').map(countryOf));
  return { culture, countries, given: [given(culture.women), given(culture.men)], family: [family(0), family(1)] };
}

/** 0 = hers. */
function formOf(text: string, sex: 0 | 1): string {
  const [his = '', hers = his] = text.split('~');
  return sex === 0 ? hers : his;
}

function partOf(text: string): Part {
  const [native = '', latin = native] = text.replaceAll('_', ' ').split('|');
  return { native, key: nameKeyOf(native), latin: asciiOf(latin) };
}

function countryOf(text: string): Country {
  const [code = '', dial = '', timeZone = '', site = ''] = text.split(' ');
  return { code, dial, timeZone, site: site.replaceAll('_', ' ') };
}

const letters: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'oe', đ: 'd', ı: 'i', æ: 'ae', ð: 'd', þ: 'th' };
/** Lower-case ASCII letters: what user names and mails are made of. */
const asciiOf = (latin: string) =>
  latin
    .normalize('NFD')
    .toLowerCase()
    .replace(/[ßłøđıæðþ]/g, (letter) => letters[letter] ?? '')
    .replace(/[^a-z]/g, '');

function atLeastOne<T>(values: readonly T[]): readonly [T, ...T[]] {
  const [first, ...others] = values;
  if (first === undefined) throw new Error('A culture of the demo has an empty list.');
  return [first, ...others];
}
