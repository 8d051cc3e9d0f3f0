// What Reeve says to people, as data: a code, and the facts that its sentence is filled with. English stands here; who speaks to somebody puts it in his language.
// Called by every room that says something, through errors.ts or by itself. Knows no other language: those are in languages/.
import { english, type SentenceCode } from './english.ts';

export type Sentence = { readonly code: SentenceCode; readonly facts: Facts };
/** What stands in a sentence; several sentences stand one after another. A text is a name, or the words of somebody else, and stays as it is in every language. */
export type Facts = Readonly<Record<string, string | number | Sentence | readonly Said[]>>;
/** A text is said by somebody else (a store, an administrator) and stays as it is. */
export type Said = string | Sentence;

export const say = (code: SentenceCode, facts: Facts = {}): Sentence => ({ code, facts });

export const inEnglish = (said: Said): string => (typeof said === 'string' ? said : filled(english[said.code], said.facts, inEnglish));

/** A template with its facts filled in; a fact that is absent leaves nothing. */
export function filled(template: string, facts: Facts, speak: (said: Said) => string): string {
  const word = (fact: Facts[string]): string => {
    if (typeof fact === 'number') return String(fact);
    return isSeveral(fact) ? fact.map(speak).join(' ') : speak(fact);
  };
  return template.replace(/\{(\w+)\}/g, (_, name: string) => word(facts[name] ?? ''));
}

const isSeveral = (fact: Said | readonly Said[]): fact is readonly Said[] => Array.isArray(fact);
