// In which words a page of this edge speaks to whoever asked for it.
// Called by the files of this edge.
import type { FastifyRequest } from 'fastify';
import { plainLook, type Worn } from '#applications/look.ts';
import { inWords } from '#languages/in-words.ts';
import type { Language } from '#sentences/language.ts';
import type { Said } from '#sentences/sentence.ts';
import { languageOf } from '../language.ts';
import { english, type Words } from './english.ts';
import { german } from './german.ts';
import { type Html, html } from './html.ts';

const words: Readonly<Record<Language, Words>> = { en: english, de: german };

/** The words of the pages, and how that which others say is said in the same language. */
export type Spoken = Words & {
  readonly language: Language;
  /** What the page wears. */
  readonly worn: Worn;
  /** Its name and logo. */
  readonly mark: Html;
  speak(said: Said): string;
  moment(at: number): string;
};

export function wordsFor(request: FastifyRequest): Spoken {
  const language = languageOf(request);
  const worn = request.worn ?? plainLook;
  const { locale, account } = words[language];
  const dates = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });
  return {
    ...words[language],
    language,
    worn,
    mark: markOf(worn),
    speak: (said) => inWords(language, said),
    // The server does not know where the reader is.
    moment: (at) => (at === 0 ? account.never : `${dates.format(at)} UTC`),
  };
}

export const logoAddress = (logo: string): string => (logo === '' ? '/sign-in/reeve.svg' : `/sign-in/logo/${logo}`);

const markOf = ({ name, logo }: Worn): Html => html`<div class="mark"><img src="${logoAddress(logo)}" height="28" alt="">${name}</div>`;
