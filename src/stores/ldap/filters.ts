// Filters (RFC 4515): those that settings write are read once, with limits; values that come from outside are put in as bytes and never as text,
// so that no value can be syntax.
// Called when a store is opened and by whatever searches. Pure.

import { AndFilter, EqualityFilter, type Filter, FilterParser, GreaterThanEqualsFilter, OrFilter, PresenceFilter } from 'ldapts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';

export type { Filter };

const depthMax = 20;

/** StoreFault `settings` for what cannot be read. `of` names the setting. */
export function parseFilter(text: string, of: Sentence): Filter {
  const depth = deepest(text);
  if (depth > depthMax) throw new StoreFault('settings', say('directory.filter-deep', { of, max: depthMax }));
  try {
    return FilterParser.parseString(text);
  } catch (cause) {
    throw new StoreFault('settings', say('directory.no-filter', { of }), { cause });
  }
}

function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    if (character === '(') most = Math.max(most, ++depth);
    else if (character === ')') depth -= 1;
  }
  return most;
}

export const all = (filters: readonly Filter[]): Filter => new AndFilter({ filters: [...filters] });
export const any = (filters: readonly Filter[]): Filter => new OrFilter({ filters: [...filters] });
export const equal = (attribute: string, value: string | Buffer): Filter =>
  new EqualityFilter({ attribute, value: Buffer.isBuffer(value) ? value : Buffer.from(value, 'utf8') });
export const atLeast = (attribute: string, value: string): Filter => new GreaterThanEqualsFilter({ attribute, value });
export const present = (attribute: string): Filter => new PresenceFilter({ attribute });
