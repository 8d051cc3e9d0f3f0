// Codes of the journal as words: what was done, through which door, to what kind of thing, by which right. Pure.
import { deeds as say } from '../strings/deeds.ts';
import { locale } from '../strings/language.ts';

export type CodeSort = keyof typeof say;

/** A code that has no words, such as that of another version, stands for itself. */
export const wordOf = (sort: CodeSort, code: string): string => say[sort][code] ?? code;

/** To choose from, in the order of the words. */
export const choicesOf = (sort: CodeSort, codes: readonly string[]) =>
  codes.map((code) => ({ value: code, label: wordOf(sort, code) })).sort((one, other) => one.label.localeCompare(other.label, locale()));
