// What Reeve says, in the language of whoever reads it. Another language is a folder beside german/, a line here, and its name in sentences/language.ts.
// Called by the edges, and by actions whose output says something. Does not know who reads.
import { type Code, type Kind, type Refusal, refusals } from '#errors.ts';
import { english } from '#sentences/english.ts';
import type { Language } from '#sentences/language.ts';
import { filled, type Said } from '#sentences/sentence.ts';
import { refusalsInGerman, titlesInGerman } from './german/refusals.ts';
import { sentencesInGerman } from './german/sentences.ts';

const titles: Readonly<Record<Kind, string>> = {
  invalid: 'The request does not fit',
  unauthenticated: 'Sign in first',
  forbidden: 'Not allowed',
  missing: 'Not found',
  conflict: 'In conflict with what is there',
  throttled: 'Too many',
  unavailable: 'Not now',
};

const sentences = { en: english, de: sentencesInGerman } as const;

export const inWords = (language: Language, said: Said): string =>
  typeof said === 'string' ? said : filled(sentences[language][said.code], said.facts, (inner) => inWords(language, inner));

const refused: Readonly<Record<Language, (code: Code) => string>> = { en: (code) => refusals[code][1], de: (code) => refusalsInGerman[code] };

export const refusalInWords = (language: Language, { code, facts }: Pick<Refusal, 'code' | 'facts'>): string =>
  filled(refused[language](code), facts, (said) => inWords(language, said));

export const titleOf = (language: Language, kind: Kind): string => (language === 'de' ? titlesInGerman : titles)[kind];
