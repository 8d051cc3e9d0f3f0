// The settings in force on this node: kept in memory, read anew when a change names one of them. Fills the port `Settings` of world.ts.
// Opened once, in open-world.ts; asked by every room that has settings. Does not know what any of them is for.
import type { TObject } from 'typebox';
import { Check } from 'typebox/value';
import type { Feed } from '#changes/feed.ts';
import type { Database } from '#db/database.ts';
import type { Section, ValueOf } from './contract.ts';
import { readSections, type SettingsRow } from './queries.ts';

export type Settings = {
  of<S extends Section>(section: S): ValueOf<S>;
  /** 0 = never changed. */
  versionOf(section: Section): number;
  /** Sealed; '' = none. */
  secretOf(section: Section): string;
};

/** Objects of changes are ids; a part of the settings has this one. */
export const objectOf = ({ key }: Pick<Section, 'key'>): string => `settings:${key}`;

export async function openSettings(database: Database, feed: Feed): Promise<Settings> {
  let rows = await load(database);
  const values = new Map<string, unknown>();
  feed.listen(async ({ objects, all }) => {
    if (!all && !objects.some((id) => id.startsWith('settings:'))) return;
    rows = await load(database);
    values.clear();
  });
  return {
    of<S extends Section>(section: S) {
      if (!values.has(section.key)) values.set(section.key, valueIn(section, rows.get(section.key)?.value));
      // Kept under its own key.
      return values.get(section.key) as ValueOf<S>;
    },
    versionOf: ({ key }) => rows.get(key)?.version ?? 0,
    secretOf: ({ key }) => rows.get(key)?.secret ?? '',
  };
}

const load = async ({ read }: Database): Promise<ReadonlyMap<string, SettingsRow>> => new Map((await readSections(read)).map((row) => [row.key, row]));

/** What was kept, field by field; one that is not there, or that this program would not accept, is what it is by default. */
export function valueIn<S extends Section>({ fields }: S, kept: string | undefined): ValueOf<S> {
  const given = kept === undefined ? {} : (JSON.parse(kept) as Readonly<Record<string, unknown>>);
  const value = Object.entries((fields as TObject).properties).map(([name, schema]) => {
    const has = Object.hasOwn(given, name) && Check(schema, given[name]);
    return [name, has ? given[name] : (schema as { readonly default?: unknown }).default];
  });
  // Each field fits its schema, or is the schema's own default.
  return Object.fromEntries(value) as ValueOf<S>;
}
