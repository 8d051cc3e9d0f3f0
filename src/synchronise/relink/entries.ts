// What a store has now, as far as it takes to match it with our rows: ids, marks, and where each entry lies, a page at a time, as often as it is asked.
// Called by match.ts. Knows the port alone.
import { Refusal } from '#errors.ts';
import type { Mark } from '#jobs/contract.ts';
import { nameKeyOf } from '#names/name.ts';
import type { EntryKind, Reading } from '#user-store.ts';
import { mapped } from '#users/mapped.ts';
import { mailKeyOf } from '#users/user.ts';
import { KeyGathering, type KeySet, keySet } from '../key-set.ts';

export type Entry = { readonly key: string; readonly address: string; readonly name: string /** '' = it has none. */; readonly mark: string };
export type Entries = {
  /** Ids of all that there are. */
  readonly present: KeySet;
  readonly marks: KeySet;
  pages(): AsyncIterable<readonly Entry[]>;
};

type Reader = {
  readonly reading: Reading;
  readonly domain: string;
  readonly by: Mark /** Called for each page; throws when it takes too long. */;
  readonly inTime: () => void;
};

export async function entriesOf(reader: Reader, kind: EntryKind): Promise<Entries> {
  const pages = () => (kind === 'user' ? userPages(reader) : groupPages(reader));
  const marks = new KeyGathering();
  for await (const page of pages()) for (const { mark } of page) if (mark !== '') marks.add(mark);
  return { present: await keySet(inTime(reader, reader.reading.keys(kind))), marks: marks.sorted(), pages };
}

async function* inTime<T>(reader: Reader, pages: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const page of pages) {
    reader.inTime();
    yield page;
  }
}

/** What no run could take as it is, is nobody here either. */
async function* userPages({ reading, domain, by, inTime }: Reader): AsyncGenerator<readonly Entry[]> {
  for await (const { entries } of reading.users()) {
    inTime();
    if (entries.some(({ key }) => key === '')) throw new Refusal('store.no-ids', { domain });
    const users = entries.flatMap((entry) => mapped(entry, () => {}) ?? []);
    yield users.map(({ key, nameKey, profile: { mail = '' }, entry: { address, name } }) => ({
      key,
      address,
      name,
      mark: by === 'mail' ? mailMark(mail) : nameKey,
    }));
  }
}

const mailMark = (mail: string): string => (mail === '' ? '' : mailKeyOf(mail));

/** A group without an id of its own is found by its name anyway. */
async function* groupPages({ reading, inTime }: Reader): AsyncGenerator<readonly Entry[]> {
  for await (const { entries } of reading.groups()) {
    inTime();
    yield entries.filter(({ key, name }) => key !== '' && name !== '').map(({ key, address, name }) => ({ key, address, name, mark: nameKeyOf(name) }));
  }
}
