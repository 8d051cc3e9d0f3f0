// Which language the screens speak. The words of a room are English where they stand; those of another language are laid over them before the app begins
// (de/index.ts, a script of its own that the server puts into the page of whoever reads German). It does not know which languages there are.
type Spoken = { locale: string; words: Readonly<Record<string, unknown>> };

/** Set once, before anything of the app is loaded: words are constants of the page. */
const spoken: Spoken = { locale: 'en-GB', words: {} };

/** The same shape with any words in it. */
export type Said<T> = T extends string ? string : T extends (...given: infer A) => infer R ? (...given: A) => Said<R> : { readonly [K in keyof T]: Said<T[K]> };

/** Called before anything of the app is loaded. The words are typed by the English ones where they are written. */
export function speak(locale: string, words: Readonly<Record<string, unknown>>): void {
  Object.assign(spoken, { locale, words });
}

/** For dates, numbers and sorting (BCP 47). */
export const locale = (): string => spoken.locale;

/** The words of this name in the language that is spoken; English where no other is. */
export const said = <const T>(name: string, english: T): Said<T> => (spoken.words[name] ?? english) as Said<T>;
