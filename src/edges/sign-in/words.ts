// In which words a page of this edge speaks to whoever asked for it.
// Called by the files of this edge.
import type { FastifyRequest } from 'fastify';
import { inWords } from '#languages/in-words.ts';
import type { Language } from '#sentences/language.ts';
import type { Said } from '#sentences/sentence.ts';
import { languageOf } from '../language.ts';
import { english, type Words } from './english.ts';
import { german } from './german.ts';

const words: Readonly<Record<Language, Words>> = { en: english, de: german };

/** The words of the pages, and how that which others say is said in the same language. */
export type Spoken = Words & {
  readonly language: Language;
  speak(said: Said): string;
  moment(at: number): string;
};

export function wordsFor(request: FastifyRequest): Spoken {
  const language = languageOf(request);
  const { locale, account } = words[language];
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return {
    ...words[language],
    language,
    speak: (said) => inWords(language, said),
    // The server does not know where the reader is.
    moment: (at) => (at === 0 ? account.never : `${dates.format(at)} UTC`),
  };
}
