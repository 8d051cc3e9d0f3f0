// Patterns of attributes: regular expressions that cannot hang anybody. A value is tried in one walk, in time proportional to its length and the pattern's size,
// because all ways to read it are followed at once (K. Thompson 1968); nothing is ever tried twice. Called by values.ts and by who defines attributes. Pure.
// Takes what RE2 takes of it: letters, classes, groups, alternatives, counted repeats. Look-around and back-references cannot be had in one walk and are refused.
import { type Sentence, say } from '#sentences/sentence.ts';
import { type Piece, parsePattern } from './pattern-parse.ts';

export const patternLengthMax = 300;
/** Steps of a pattern with its counted repeats written out. */
const stepsMax = 400;
/** Characters of a value that has to fit a pattern. */
export const patternedLengthMax = 255;

export type Pattern = { readonly matches: (value: string) => boolean };

/** `test` takes one character and goes on; without one, the walk goes on at once, both ways. */
type Step = { readonly test: ((char: string) => boolean) | null; readonly next: number; readonly other: number };
const none = -1;

/** The pattern, or a sentence that says what is wrong with it. It has to fit a value from its first to its last character. */
export function compilePattern(text: string): Pattern | { readonly says: Sentence } {
  if (text.length > patternLengthMax) return { says: say('pattern.too-long', { max: patternLengthMax }) };
  const parsed = parsePattern(text);
  if ('says' in parsed) return parsed;
  if (sizeOf(parsed.piece) > stepsMax) return { says: say('pattern.too-many-steps', { max: stepsMax }) };
  const steps: Step[] = [];
  // Written from the end, so that each step knows where it leads; the last step of all is the end.
  const first = write(parsed.piece, steps, none);
  return { matches: (value) => walk(steps, first, value) };
}

function sizeOf(piece: Piece): number {
  if (piece.kind === 'one') return 1;
  const sum = (pieces: readonly Piece[]) => pieces.reduce((size, part) => size + sizeOf(part), 0);
  if (piece.kind === 'all') return sum(piece.parts);
  if (piece.kind === 'any') return sum(piece.options) + piece.options.length;
  const { min, max } = piece;
  return (sizeOf(piece.of) + 1) * (max === Number.POSITIVE_INFINITY ? min + 1 : max);
}

const add = (steps: Step[], step: Step): number => steps.push(step) - 1;

/** Writes a piece so that what follows it is `next`; gives where it begins. */
function write(piece: Piece, steps: Step[], next: number): number {
  if (piece.kind === 'one') return add(steps, { test: piece.test, next, other: none });
  if (piece.kind === 'all') return piece.parts.reduceRight((after, part) => write(part, steps, after), next);
  if (piece.kind === 'any') return writeAny(piece.options, steps, next);
  let after = next;
  if (piece.max === Number.POSITIVE_INFINITY) after = writeLoop(piece.of, steps, next);
  else for (let count = piece.min; count < piece.max; count++) after = fork(steps, write(piece.of, steps, after), next);
  for (let count = 0; count < piece.min; count++) after = write(piece.of, steps, after);
  return after;
}

/** The end of the pattern is no step: a fork that leads there keeps the number as it is. */
const fork = (steps: Step[], next: number, other: number): number => add(steps, { test: null, next, other });

function writeAny(options: readonly Piece[], steps: Step[], next: number): number {
  const [first, ...rest] = options.map((option) => write(option, steps, next));
  return rest.reduce((before, begin) => fork(steps, before, begin), first ?? next);
}

function writeLoop(piece: Piece, steps: Step[], next: number): number {
  const loop = fork(steps, none, next);
  const begin = write(piece, steps, loop);
  steps[loop] = { test: null, next: begin, other: next };
  return loop;
}

function walk(steps: readonly Step[], first: number, value: string): boolean {
  let here = reached(steps, [first]);
  for (const char of value) {
    const taken = [...here].flatMap((place) => {
      const step = steps[place];
      return step?.test?.(char) ? [step.next] : [];
    });
    if (taken.length === 0) return false;
    here = reached(steps, taken);
  }
  return here.has(none);
}

/** Every step that can be stood on without taking a character; `none` = the end. Each once, so that an empty loop ends. */
function reached(steps: readonly Step[], places: readonly number[]): ReadonlySet<number> {
  const seen = new Set(places);
  for (const place of seen) {
    const step = steps[place];
    if (step && !step.test) seen.add(step.next).add(step.other);
  }
  return seen;
}
