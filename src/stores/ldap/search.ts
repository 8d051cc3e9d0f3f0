// Searches (RFC 4511 §4.5) with their limits: a few entries at once, or all of them in pages (RFC 2696).
// Called by whatever reads. What comes is handed on entry by entry, so that a page is as large as what is made of it and not as what was sent.

import { type Filter, PagedResultsControl, SearchRequest } from 'ldapts';
import { type Sentence, say } from '#sentences/sentence.ts';
import { StoreFault } from '#user-store.ts';
import { BerReader, tag } from './ber.ts';
import type { Connection, Part } from './connection.ts';
import { code, refusedReading } from './faults.ts';
import { type Entry, operation, type Result } from './response.ts';

export type Question = {
  readonly base: string;
  readonly scope: 'base' | 'one' | 'sub';
  readonly filter: Filter;
  /** None = only the DN (RFC 4511 §4.5.1.8). */
  readonly attributes: readonly string[];
};
export type Limits = {
  /** Between two messages. */
  readonly milliseconds: number;
  readonly bytesMax: number;
};

/** Bytes of one entry, where no member lists are asked for. */
export const entryBytesMax = 1024 * 1024;
/** Entries of one reading; a directory that goes on and on is not believed. */
const readingEntriesMax = 5_000_000;
/** Active Directory gives empty pages now and then (MS-ADTS §3.1.1.3.4.1.1); a row of so many is a trick. */
const emptyPagesMax = 1_000;
const referencesMax = 1_000;
const onlyDn = ['1.1'];

type Sent = Question & { readonly sizeLimit: number; readonly page?: { readonly size: number; readonly cookie: Buffer } };

function send(connection: Connection, question: Sent, limits: Limits, each: (part: Part) => void): Promise<Result> {
  const { base, scope, filter, attributes, sizeLimit, page } = question;
  const controls = page ? [new PagedResultsControl({ critical: true, value: { size: page.size, cookie: page.cookie } })] : [];
  const asked = { baseDN: base, scope, filter, sizeLimit, attributes: attributes.length > 0 ? [...attributes] : onlyDn, controls };
  const write = (messageId: number) => new SearchRequest({ messageId, timeLimit: Math.ceil(limits.milliseconds / 1000), ...asked }).write();
  return connection.ask(write, { expects: operation.done, each, ...limits });
}

/** At most `max` entries. `complete` = there are no more. */
export async function searchSome(
  connection: Connection,
  question: Question,
  { max, ...limits }: Limits & { readonly max: number },
): Promise<{ readonly entries: readonly Entry[]; readonly complete: boolean }> {
  const entries: Entry[] = [];
  const result = await send(connection, { ...question, sizeLimit: max }, limits, (part) => {
    if (part.kind === 'entry') take(entries, part.entry, max, connection.url);
  });
  const cut = result.code === code.sizeLimitExceeded && entries.length >= max;
  if (result.code !== code.success && !cut) throw refusedReading(result, question.base === '' ? say('asked.root-entry') : question.base);
  return { entries, complete: !cut };
}

function take<T>(entries: T[], entry: T, max: number, url: string): void {
  if (entries.length === max) throw new StoreFault('protocol', say('directory.more-entries', { server: url }));
  entries.push(entry);
}

/** Where a search is referred to: each time some addresses that lead to the same. */
export async function searchReferences(connection: Connection, question: Question, limits: Limits): Promise<readonly (readonly string[])[]> {
  const references: (readonly string[])[] = [];
  const result = await send(connection, { ...question, sizeLimit: 0 }, limits, (part) => {
    if (part.kind === 'reference') take(references, part.urls, referencesMax, connection.url);
  });
  if (result.code !== code.success) throw refusedReading(result, question.base);
  return references;
}

/** The entry of this DN; null = there is none. */
export async function readEntry(
  connection: Connection,
  dn: string,
  attributes: readonly string[],
  { filter, ...limits }: Limits & { readonly filter: Filter },
) {
  const entries: Entry[] = [];
  let tooLarge: Sentence | null = null;
  const result = await send(connection, { base: dn, scope: 'base', filter, attributes, sizeLimit: 0 }, limits, (part) => {
    if (part.kind === 'oversized') tooLarge = part.says;
    if (part.kind === 'entry') take(entries, part.entry, 1, connection.url);
  });
  // It has run past: the connection is good for the next question.
  if (tooLarge) throw new StoreFault('too-large', tooLarge);
  if (result.code === code.noSuchObject) return null;
  if (result.code !== code.success) throw refusedReading(result, dn === '' ? say('asked.root-entry') : dn);
  return entries[0] ?? null;
}

/** All that there are, page by page: what `made` gives of each part, null = nothing. One such search at a time on one connection. */
export async function* searchAll<T>(
  connection: Connection,
  question: Question,
  { pageSize, made, ...limits }: Limits & { readonly pageSize: number; made(part: Part): T | null },
): AsyncGenerator<readonly T[]> {
  let cookie: Buffer = Buffer.alloc(0);
  const seen = { entries: 0, emptyPages: 0 };
  do {
    const page: T[] = [];
    let count = 0;
    const result = await send(connection, { ...question, sizeLimit: 0, page: { size: pageSize, cookie } }, limits, (part) => {
      if (part.kind !== 'reference' && ++count > pageSize) throw new StoreFault('protocol', say('directory.larger-pages', { server: connection.url }));
      const value = made(part);
      if (value !== null) page.push(value);
    });
    if (result.code !== code.success) throw refusedReading(result, question.base);
    cookie = cookieOf(result);
    bound(seen, count, connection.url);
    yield page;
  } while (cookie.length > 0);
}

function bound(seen: { entries: number; emptyPages: number }, count: number, url: string): void {
  seen.entries += count;
  seen.emptyPages = count === 0 ? seen.emptyPages + 1 : 0;
  if (seen.entries > readingEntriesMax || seen.emptyPages > emptyPagesMax)
    throw new StoreFault('protocol', say('directory.endless', { server: url, entries: seen.entries }));
}

/** RFC 2696 §2: none = that was the last page. */
function cookieOf({ controls }: Result): Buffer {
  const paged = controls.find(({ type }) => type === PagedResultsControl.type);
  if (!paged) return Buffer.alloc(0);
  const value = new BerReader(paged.value).inside(tag.sequence);
  value.skip();
  return value.take(tag.octets);
}
