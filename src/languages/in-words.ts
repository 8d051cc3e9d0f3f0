// What Reeve says, in the language of whoever reads it. Another language is a folder beside german/, a line here, and its name in sentences/language.ts.
// Called by the edges, and by actions whose output says something. Does not know who reads.
import type { Kind } from '#errors.ts';
import type { Language } from '#sentences/language.ts';
import { filled, type Said, type SaidCode, templateOf } from '#sentences/sentence.ts';
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

const german: Readonly<Record<SaidCode, string>> = { ...refusalsInGerman, ...sentencesInGerman };
const templates: Readonly<Record<Language, (code: SaidCode) => string>> = { en: templateOf, de: (code) => german[code] };

export const inWords = (language: Language, said: Said): string =>
  typeof said === 'string' ? said : filled(templates[language](said.code), said.facts, (inner) => inWords(language, inner));

export const titleOf = (language: Language, kind: Kind): string => (language === 'de' ? titlesInGerman : titles)[kind];
