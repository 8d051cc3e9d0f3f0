// Stores over directories in memory, for a world of tests: each with a directory of its own, read when asked, and what a run has left of it.
// Called by the tests of synchronising.

import type { InputOf } from '#contract.ts';
import { inEnglish } from '#sentences/sentence.ts';
import type { addStore } from '#stores/contract.ts';
import type { Drive } from '#stores/registry.ts';
import type { Skipped } from '#user-store.ts';
import type { World } from '#world.ts';
import { Directory, driveOf } from './directory.ts';

export type ScriptedStores = {
  readonly drive: Drive;
  /** The next one, filled, and what a store over it is added with. */
  next(fill: (directory: Directory) => void): { readonly directory: Directory; readonly told: InputOf<typeof addStore> };
};

/** Domains are `prefix` and a number. */
export function scriptedStores(prefix: string): ScriptedStores {
  const directories: Record<string, Directory> = {};
  let count = 0;
  return {
    drive: driveOf(directories),
    next(fill) {
      const domain = `${prefix}${++count}`;
      const host = `${domain.toLowerCase()}.test`;
      const directory = new Directory();
      directories[host] = directory;
      fill(directory);
      return { directory, told: { domain, kind: 'ldap', settings: { urls: [`ldaps://${host}`], userBase: 'dc=example' }, syncMinutes: 0 } };
    },
  };
}

/** How the last run of a store ended, as it is kept. */
export const runOf = ({ db }: World, storeId: string) =>
  db.read
    .selectFrom('store_states')
    .innerJoin('stores', 'stores.no', 'store_no')
    .selectAll('store_states')
    .where('stores.id', '=', storeId)
    .executeTakeFirstOrThrow();

/** What a run noted of whom it could not take, in English. */
export const notedIn = ({ skipped_entries }: { readonly skipped_entries: string }): string =>
  (JSON.parse(skipped_entries) as readonly Skipped[]).map(({ address, says }) => `${address}: ${inEnglish(says)}`).join('\n');
