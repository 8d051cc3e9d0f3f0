// Reads a pattern into pieces: one character of a sort, pieces in a row, alternatives, repeats. Says in a sentence what it cannot read, and where.
// Called by pattern.ts. Pure. Does not know how pieces are walked.
import { type Sentence, say } from '#sentences/sentence.ts';

export type Piece =
  | { readonly kind: 'one'; readonly test: (char: string) => boolean }
  | { readonly kind: 'all'; readonly parts: readonly Piece[] }
  | { readonly kind: 'any'; readonly options: readonly Piece[] }
  | { readonly kind: 'repeat'; readonly of: Piece; readonly min: number; readonly max: number };

type Test = (char: string) => boolean;

const depthMax = 20;
const countMax = 100;

/** Thrown inside this file only: what is wrong, and at which character. */
class Unreadable extends Error {
  readonly why: Sentence;
  constructor(why: Sentence) {
    super();
    this.why = why;
  }
}

export function parsePattern(text: string): { readonly piece: Piece } | { readonly says: Sentence } {
  try {
    return { piece: new Reader([...text]).whole() };
  } catch (fault) {
    if (fault instanceof Unreadable) return { says: fault.why };
    throw fault;
  }
}

const classes: Readonly<Record<string, Test>> = {
  d: (char) => char >= '0' && char <= '9',
  w: (char) => /^[A-Za-z0-9_]$/.test(char),
  s: (char) => /^\s$/u.test(char),
};
const spelled: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const not =
  (test: Test): Test =>
  (char) =>
    !test(char);

class Reader {
  readonly #chars: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(chars: readonly string[]) {
    this.#chars = chars;
  }

  /** ^ and $ around the whole are allowed and mean nothing: it is always the whole value that has to fit. */
  whole(): Piece {
    if (this.#peek() === '^') this.#at += 1;
    const piece = this.#alternatives();
    if (this.#at < this.#chars.length) this.#refuse(say('pattern.closed-twice'));
    return piece;
  }

  #peek(ahead = 0): string {
    return this.#chars[this.#at + ahead] ?? '';
  }

  #next(): string {
    const char = this.#peek();
    this.#at += 1;
    return char;
  }

  #refuse(what: Sentence): never {
    throw new Unreadable(say('pattern.at', { what, at: Math.min(this.#at, this.#chars.length) || 1 }));
  }

  #alternatives(): Piece {
    const options = [this.#row()];
    while (this.#peek() === '|') {
      this.#at += 1;
      options.push(this.#row());
    }
    return options.length === 1 && options[0] ? options[0] : { kind: 'any', options };
  }

  #row(): Piece {
    const parts: Piece[] = [];
    while (this.#peek() !== '' && this.#peek() !== '|' && this.#peek() !== ')') {
      const isEnd = this.#peek() === '$' && this.#at === this.#chars.length - 1;
      if (isEnd) this.#at += 1;
      else parts.push(this.#repeated(this.#atom()));
    }
    return { kind: 'all', parts };
  }

  #atom(): Piece {
    const char = this.#next();
    if (char === '(') return this.#group();
    if (char === '[') return { kind: 'one', test: this.#class() };
    if (char === '.') return { kind: 'one', test: not((one) => one === '\n') };
    if (char === '\\') return { kind: 'one', test: this.#escape() };
    if ('*+?{'.includes(char)) this.#refuse(say('pattern.nothing-repeated', { sign: char }));
    if (char === '^' || char === '$') this.#refuse(say(char === '^' ? 'pattern.only-first' : 'pattern.only-last', { sign: char }));
    return { kind: 'one', test: (one) => one === char };
  }

  #group(): Piece {
    if (this.#peek() === '?' && this.#peek(1) !== ':') this.#refuse(say('pattern.group'));
    if (this.#peek() === '?') this.#at += 2;
    this.#depth += 1;
    if (this.#depth > depthMax) this.#refuse(say('pattern.too-deep', { max: depthMax }));
    const piece = this.#alternatives();
    if (this.#next() !== ')') this.#refuse(say('pattern.group-open'));
    this.#depth -= 1;
    return piece;
  }

  /** One repeat. A second one, or a lazy or possessive mark, would not change what fits and is refused as a slip. */
  #repeated(of: Piece): Piece {
    const counts = this.#counts();
    if (!counts) return of;
    if ('*+?'.includes(this.#peek()) && this.#peek() !== '') this.#refuse(say('pattern.repeated-twice'));
    return { kind: 'repeat', of, ...counts };
  }

  #counts(): { readonly min: number; readonly max: number } | null {
    const char = this.#peek();
    if (char === '*' || char === '+' || char === '?') {
      this.#at += 1;
      return { min: char === '+' ? 1 : 0, max: char === '?' ? 1 : Number.POSITIVE_INFINITY };
    }
    if (char !== '{') return null;
    const [said = '', least = '', comma, most = ''] = /^\{(\d{1,4})(,(\d{0,4}))?\}/.exec(this.#chars.slice(this.#at, this.#at + 12).join('')) ?? [];
    if (said === '') this.#refuse(say('pattern.count', { examples: '{3}, {2,}, {2,5}', sign: '\\{' }));
    const min = Number(least);
    const max = comma === undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most);
    if (min > countMax || (max !== Number.POSITIVE_INFINITY && max > countMax)) this.#refuse(say('pattern.count-most', { max: countMax }));
    if (max < min) this.#refuse(say('pattern.count-backwards'));
    this.#at += said.length;
    return { min, max };
  }

  #escape(): Test {
    const char = this.#next();
    if (char === '') this.#refuse(say('pattern.escape-end'));
    if (char === 'p' || char === 'P') return this.#property(char === 'P');
    const known = classes[char.toLowerCase()];
    if (known && /[a-z]/i.test(char)) return char === char.toLowerCase() ? known : not(known);
    const other = spelled[char];
    if (other !== undefined) return (one) => one === other;
    if (/[0-9]/.test(char)) this.#refuse(say('pattern.back-reference'));
    if (/[A-Za-z]/.test(char)) this.#refuse(say('pattern.escape', { sign: char }));
    return (one) => one === char;
  }

  #property(negated: boolean): Test {
    const [said = '', name = ''] = /^\{([A-Za-z_]{1,30}(?:=[A-Za-z_]{1,30})?)\}/.exec(this.#chars.slice(this.#at, this.#at + 64).join('')) ?? [];
    const shape = said === '' ? null : propertyOf(name);
    if (!shape) this.#refuse(say('pattern.property', { examples: '\\p{L}, \\p{Script=Greek}' }));
    this.#at += said.length;
    return (one) => shape.test(one) !== negated;
  }

  #class(): Test {
    const isNegated = this.#peek() === '^';
    if (isNegated) this.#at += 1;
    const tests: Test[] = [];
    while (this.#peek() !== ']' || tests.length === 0) {
      if (this.#peek() === '') this.#refuse(say('pattern.class-open'));
      tests.push(this.#member());
    }
    this.#at += 1;
    const test: Test = (one) => tests.some((each) => each(one));
    return isNegated ? not(test) : test;
  }

  #member(): Test {
    const from = this.#next();
    if (from === '[') this.#refuse(say('pattern.class-sign'));
    const isSort = from === '\\' && /[dwsDWSpP]/.test(this.#peek());
    if (isSort) return this.#escape();
    const first = from === '\\' ? this.#plain() : from;
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '') return (one) => one === first;
    this.#at += 1;
    const to = this.#next();
    const last = to === '\\' ? this.#plain() : to;
    const [low, high] = [pointOf(first), pointOf(last)];
    if (high < low) this.#refuse(say('pattern.class-backwards', { first, last }));
    return (one) => pointOf(one) >= low && pointOf(one) <= high;
  }

  #plain(): string {
    const char = this.#next();
    const other = spelled[char];
    if (other !== undefined) return other;
    if (char === '' || /[A-Za-z0-9]/.test(char)) this.#refuse(say('pattern.escape', { sign: char }));
    return char;
  }
}

const pointOf = (char: string): number => char.codePointAt(0) ?? 0;

/** The runtime knows which properties there are; tried on one character at a time, it cannot backtrack. */
function propertyOf(name: string): RegExp | null {
  try {
    return new RegExp(`^\\p{${name}}$`, 'u');
  } catch {
    return null; // SyntaxError is how RegExp says that there is no such property.
  }
}
