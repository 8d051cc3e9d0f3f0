// Changes a part of the settings inside a change: its version asked, the fields given put in place, journaled without its secret.
// Called by the actions of rooms that have settings. Does not know who may.
import { Refusal } from '#errors.ts';
import type { Change } from '#journal/change.ts';
import type { Section, ValueOf } from './contract.ts';
import { readSection, writeSection } from './queries.ts';
import { objectOf, valueIn } from './settings.ts';

type Asked<S extends Section> = {
  readonly version?: number | undefined;
  readonly set: Partial<ValueOf<S>>;
  /** Sealed; '' = none; absent = as it is. */
  readonly secret?: string;
};
/** `reach` = where the actor holds his right: null = everywhere. */
type Changing = Pick<Change, 'tx' | 'now' | 'record'> & { readonly reach: readonly unknown[] | null };
export type Changed<S extends Section> = { readonly version: number; readonly settings: ValueOf<S> };

/** Nothing is written, and nothing journaled, where it is so already. `judge` sees the whole of it and may refuse. */
export async function changeSettings<S extends Section>(
  { tx, now, record, reach }: Changing,
  section: S,
  { version, set, secret }: Asked<S>,
  judge: (after: ValueOf<S>, before: ValueOf<S>) => Promise<void> | void = () => {},
): Promise<Changed<S>> {
  // What goes for all is for nobody who holds his right within a scope.
  if (reach !== null) throw new Refusal('scope.too-wide');
  const row = await readSection(tx, section.key);
  const seen = row?.version ?? 0;
  if (version !== undefined && version !== seen) throw new Refusal('version.stale', { seen: version, now: seen });
  const before = valueIn(section, row?.value);
  // Absent fields stay: those that are given as undefined, too.
  const after = { ...before, ...Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) } as ValueOf<S>;
  await judge(after, before);
  const hidden = secret ?? row?.secret ?? '';
  if (JSON.stringify(after) === JSON.stringify(before) && hidden === (row?.secret ?? '')) return { version: seen, settings: before };
  await writeSection(tx, { key: section.key, version: seen + 1, value: JSON.stringify(after), secret: hidden, changed_at: now });
  const said = hidden === (row?.secret ?? '') ? {} : { secret: 'changed' };
  record({
    kind: 'settings',
    id: objectOf(section),
    name: section.key,
    before: { ...before, version: seen },
    after: { ...after, ...said, version: seen + 1 },
  });
  return { version: seen + 1, settings: after };
}
