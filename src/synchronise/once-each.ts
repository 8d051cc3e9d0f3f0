// Several entries of one page that would be one row: one id, or names that differ in case alone. One of them is taken, and the others are said.
// Called by take-users.ts. Whoever has the name here keeps it, whichever the store tells first, so that nobody changes places from run to run.
import { say } from '#sentences/sentence.ts';
import type { EntryKind, UserEntry } from '#user-store.ts';
import { addressKeyOf, type Mapped } from '#users/mapped.ts';
import type { EntryRow } from './queries.ts';
import { note, type Taking } from './taking.ts';

/** What is here already, by id and by name. */
export type Standing = { readonly entries: ReadonlyMap<string, EntryRow>; readonly named: ReadonlyMap<string, number> };

export const hasDoubles = (users: readonly Mapped[]): boolean =>
  (['key', 'nameKey'] as const).some((by) => new Set(users.map((user) => user[by])).size < users.length);

export function onceEach(taking: Taking, users: readonly Mapped[], standing: Standing): readonly Mapped[] {
  const [keys, names] = [new Set<string>(), new Set<string>()];
  const byStrangeness = users.toSorted((one, other) => strangeness(one, standing) - strangeness(other, standing));
  return byStrangeness.filter(({ key, nameKey, entry }) => {
    const isFirst = !keys.has(key) && !names.has(nameKey);
    if (isFirst) names.add(nameKey);
    if (isFirst) keys.add(key);
    else noteTaken(taking, entry);
    return isFirst;
  });
}

/** 0 = he is here as he is; 1 = under this name and at this place; 4 = nobody here is he. */
function strangeness({ key, nameKey, digest, entry: { address } }: Mapped, { entries, named }: Standing): number {
  const entry = entries.get(key);
  if (!entry) return 4;
  if (entry.digest === digest) return 0;
  if (named.get(nameKey) !== entry.object_no) return 3;
  return entry.address_key === addressKeyOf(address) ? 1 : 2;
}

/** Two places of one row in one run: the second is another entry. Where no digest is, it was linked with this entry by hand, and not read yet. */
export const isElsewhere = ({ generation }: Taking, { entry: { address } }: Mapped, known: EntryRow): boolean =>
  known.digest !== '' && known.generation === generation && known.gone_at === 0 && known.address_key !== addressKeyOf(address);

/** Somebody new under a name that is here: he may be the same, if the store was rebuilt. */
export function noteNamesake(taking: Taking, { address, name }: Pick<UserEntry, 'address' | 'name'>, kind: EntryKind): void {
  taking.tally.namesakes += 1;
  note(taking, { address, says: say(`taking.namesake-${kind}`, { name }) });
}

export const noteTaken = (taking: Taking, { address, name }: UserEntry): void => note(taking, { address, says: say('taking.name-taken', { name }) });
