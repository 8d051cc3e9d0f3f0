// How hard a password is to guess, estimated: the cheapest way to build it from words, years, counting, repetition, rows of keys and single characters.
// Called by policy.ts and, beside the field, by pages. Pure, without Node, so that a browser may run it.
// An estimate from a list of some thousand words: it knows bad passwords, it does not prove good ones. Knows no rule: policy.ts draws the line.

/** 0 is too easy, 4 is strong: whoever shows it has words for it. */
export type Strength = { readonly score: 0 | 1 | 2 | 3 | 4; readonly bits: number };
export type Knowledge = {
  /** From common-passwords.ts: word → rank. */
  readonly words: ReadonlyMap<string, number>;
  /** What everybody knows of this user (name, mail, organisation), in small letters. */
  readonly about?: readonly string[];
};

/** Longer passwords are judged by their beginning: it can only understate, and bounds the work. */
const judgedMax = 128;
const wordLengthMin = 3;
const wordLengthMax = 36;

export function strength(password: string, knowledge: Knowledge): Strength {
  const chars = [...password].slice(0, judgedMax);
  const letters = chars.map((char, at): Letter => ({ char, bits: bitsOfChar(chars, at) }));
  // A known phrase stays known with its words drawn apart.
  const together = letters.filter(({ char }) => !/[\s._-]/u.test(char));
  const bits = Math.min(guessBits(letters, knowledge), guessBits(together, knowledge) + (together.length === letters.length ? 0 : 5));
  const score = bits < 32 ? 0 : bits < 45 ? 1 : bits < 60 ? 2 : bits < 78 ? 3 : 4;
  return { score, bits: Math.round(bits) };
}

/** A character of the password, and what it costs to guess it alone where it was typed. */
type Letter = { readonly char: string; readonly bits: number };
type Piece = readonly [length: number, bits: number];

/** log2 of the guesses: the cheapest chain of pieces from the first character to the last. */
function guessBits(letters: readonly Letter[], knowledge: Knowledge): number {
  const known = knowledgeOf(knowledge);
  // A chunk said again costs its own price once. Repetition inside a chunk is not looked for again, which bounds the work.
  const once = (chunk: readonly Letter[]) => cheapestChain(chunk, (at) => piecesAt(chunk, at, known));
  const again = (at: number): readonly Piece[] =>
    repeatsAt(letters, at).flatMap(([length, times]) => {
      const bits = once(letters.slice(at, at + length));
      return Array.from({ length: times - 1 }, (_, more): Piece => [length * (more + 2), bits + Math.log2(more + 2)]);
    });
  return cheapestChain(letters, (at) => [...piecesAt(letters, at, known), ...again(at)]);
}

function cheapestChain(letters: readonly Letter[], pieces: (at: number) => readonly Piece[]): number {
  const cheapest: number[] = [0];
  for (let at = 0; at < letters.length; at++) {
    for (const [length, bits] of pieces(at)) {
      cheapest[at + length] = Math.min(cheapest[at + length] ?? Number.POSITIVE_INFINITY, (cheapest[at] ?? 0) + bits);
    }
  }
  return cheapest[letters.length] ?? 0;
}

type Known = ReadonlyMap<string, number>;

function knowledgeOf({ words, about = [] }: Knowledge): (word: string) => number | undefined {
  const own: Known = new Map(about.filter((word) => word.length >= wordLengthMin).map((word) => [word.toLowerCase(), 8]));
  return (word) => own.get(word) ?? words.get(word);
}

/** Pieces that begin at a character: itself, and each longer thing that is cheaper than its characters. */
function piecesAt(letters: readonly Letter[], at: number, known: (word: string) => number | undefined): readonly Piece[] {
  const pieces: Piece[] = [[1, letters[at]?.bits ?? 0]];
  const chars = letters.slice(at).map(({ char }) => char);
  const rest = chars.slice(0, wordLengthMax).join('');
  const year = /^(?:19\d\d|20[0-4]\d)/.exec(rest);
  if (year) pieces.push([4, 6.5]);
  const date = /^(?:[0-3]\d[01]\d(?:19|20)\d\d|(?:19|20)\d\d[01]\d[0-3]\d)/.exec(rest);
  if (date) pieces.push([8, 14.5]);
  for (const run of runsOf(chars.join('').toLowerCase())) pieces.push([run, 5 + Math.log2(run)]);
  return [...pieces, ...wordsOf(chars, known)];
}

function wordsOf(chars: readonly string[], known: (word: string) => number | undefined): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let length = wordLengthMin; length <= Math.min(wordLengthMax, chars.length); length++) {
    const typed = chars.slice(0, length).join('');
    for (const word of spelledOut(typed)) {
      const rank = known(word) ?? known([...word].reverse().join(''));
      if (rank !== undefined) pieces.push([length, Math.log2(rank + 1) + 1 + bitsOfDisguise(typed, word)]);
    }
  }
  return pieces;
}

/** What digits and signs stand for: one may be an i or an l. */
function spelledOut(typed: string): readonly string[] {
  const small = typed.toLowerCase();
  if (/^\p{L}+$/u.test(small)) return [small];
  const signs: Readonly<Record<string, string>> = {
    '4': 'a',
    '@': 'a',
    '8': 'b',
    '(': 'c',
    '3': 'e',
    '€': 'e',
    '6': 'g',
    '9': 'g',
    '0': 'o',
    $: 's',
    '5': 's',
    '7': 't',
    '+': 't',
    '2': 'z',
  };
  const plain = [...small].map((char) => signs[char] ?? char).join('');
  return [small, plain.replace(/[1!|]/g, 'i'), plain.replace(/[1!|]/g, 'l')];
}

const bitsOfDisguise = (typed: string, word: string): number => {
  const small = typed.toLowerCase();
  const capitals = typed === small ? 0 : typed.slice(1) === small.slice(1) || typed === typed.toUpperCase() ? 1 : 3;
  return capitals + (small === word ? 0 : 2);
};

/** Alphabets and rows of keys, forwards and backwards: abc, 789, qwert, 1qaz. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '1234567890ß',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiopü',
  'asdfghjklöä',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  'wxcvbn',
  '!@#$%^&*()',
  '!"§$%&/()=',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'qawsedrftgyhujikolp',
  'zaqxswcdevfrbgtnhymju',
  'йцукенгшщзхъ',
  'фывапролджэ',
];
const runMin = 3;

function runsOf(rest: string): readonly number[] {
  const longest = (row: string): number => {
    const from = row.indexOf(rest.slice(0, runMin));
    if (from < 0 || rest.length < runMin) return 0;
    let length = runMin;
    while (length < rest.length && rest[length] === row[from + length]) length++;
    return length;
  };
  const most = Math.max(...rows.flatMap((row) => [longest(row), longest([...row].reverse().join(''))]));
  return most < runMin ? [] : Array.from({ length: most - runMin + 1 }, (_, more) => runMin + more);
}

/** Chunks that are said at least twice in a row, from here; only the shortest of those that say the same. */
function repeatsAt(letters: readonly Letter[], at: number): readonly (readonly [length: number, times: number])[] {
  const found: (readonly [number, number])[] = [];
  for (let length = 1; length <= (letters.length - at) / 2; length++) {
    if (found.some(([shorter, times]) => length % shorter === 0 && shorter * times >= length * 2)) continue;
    let same = 0;
    while (at + length + same < letters.length && letters[at + same]?.char.toLowerCase() === letters[at + length + same]?.char.toLowerCase()) same++;
    const times = 1 + Math.floor(same / length);
    if (times >= 2 && length * times >= runMin) found.push([length, times]);
  }
  return found;
}

/**
 * A single character. Nobody draws them: letters count for less than log2(26), and those that go on a word of four letters for what they add in a language
 * (about 2 bits), because the word may well stand in a list longer than ours.
 */
function bitsOfChar(chars: readonly string[], at: number): number {
  const char = chars[at] ?? '';
  if (/\d/.test(char)) return 3.3;
  if (/\p{L}/u.test(char)) return at >= 4 && chars.slice(at - 4, at).every((before) => /\p{Ll}/u.test(before)) ? 2 : /[A-Z]/.test(char) ? 4.7 : 4;
  if (/[ .,!?_-]/.test(char)) return 3;
  return /[!-~]/.test(char) ? 5 : 6;
}
