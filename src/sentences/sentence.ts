// What Reeve says to people, as data: a code, and the facts that its sentence is filled with. English stands here; who speaks to somebody puts it in his language.
// Called by every room that says something, through errors.ts or by itself. Knows no other language: those are in languages/.
import { english, type SentenceCode } from './english.ts';
import { type Code, refusals } from './refusals.ts';

export type SaidCode = SentenceCode | Code;
export type Sentence = { readonly code: SaidCode; readonly facts: Facts };
/** What stands in a sentence; several sentences stand one after another. A text is a name, or the words of somebody else, and stays as it is in every language. */
export type Facts = Readonly<Record<string, string | number | Sentence | readonly Said[]>>;
/** A text is said by somebody else (a store, an administrator) and stays as it is. */
export type Said = string | Sentence;

export const say = (code: SaidCode, facts: Facts = {}): Sentence => ({ code, facts });

export const inEnglish = (said: Said): string => (typeof said === 'string' ? said : filled(templateOf(said.code), said.facts, inEnglish));

export const templateOf = (code: SaidCode): string => (isRefusal(code) ? refusals[code][1] : english[code]);
const isRefusal = (code: SaidCode): code is Code => Object.hasOwn(refusals, code);

/** A template with its facts filled in; a fact that is absent leaves nothing. Read from brace to brace: a search by pattern for each would take several times as long. */
export function filled(template: string, facts: Facts, speak: (said: Said) => string): string {
  let said = '';
  let from = 0;
  for (let open = template.indexOf('{'); open >= 0; open = template.indexOf('{', open + 1)) {
    const close = template.indexOf('}', open);
    if (close < 0) break;
    const name = template.slice(open + 1, close);
    if (!isName(name)) continue;
    said += template.slice(from, open) + word(facts[name] ?? '', speak);
    from = close + 1;
  }
  return said + template.slice(from);
}

const isName = (text: string): boolean => /^\w+$/.test(text);

function word(fact: NonNullable<Facts[string]>, speak: (said: Said) => string): string {
  if (typeof fact === 'number') return String(fact);
  return isSeveral(fact) ? fact.map(speak).join(' ') : speak(fact);
}

const isSeveral = (fact: Said | readonly Said[]): fact is readonly Said[] => Array.isArray(fact);

/** As rows keep it: a sentence as JSON, a text as it is. */
export const toKeep = (said: Said): string => (typeof said === 'string' ? said : JSON.stringify(said));

/** What rows of earlier versions keep is a text. Only what `toKeep` made reads as a sentence, since every text of somebody else's stands inside one. */
export function asKept(text: string): Said {
  if (!text.startsWith('{"code":')) return text;
  const { code, facts } = JSON.parse(text) as Sentence; // Written by `toKeep`.
  return Object.hasOwn(refusals, code) || Object.hasOwn(english, code) ? { code, facts } : text;
}
