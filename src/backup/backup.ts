// Backups: everything a Reeve knows, in one file sealed with a passphrase, in a form that neither SQLite nor PostgreSQL owns.
// Called by the command line and, before a migration, by whoever opens a database. Restoring ends every session and token (rule 27).
// Does not know users, roles or rights: only tables, rows, and that the journal must verify.

/** What a backup says of itself before it is opened. */
export type Head = {
  readonly format: 'reeve-backup';
  readonly version: 1;
  readonly at: number;
  readonly schema: number;
  readonly database: 'sqlite' | 'postgres';
  /** The newest entry in it, signed with the key that lies outside the database (rule 20). */
  readonly journal: { readonly number: number; readonly hash: string; readonly signature: string };
};

export type Cell = string | number;
/** A table as it stands in the file. `last`: the newest row key ever given, so that none is given twice; 0 = it has none. */
export type Shape = { readonly table: string; readonly columns: readonly string[]; readonly last: number };

/** One moment of a database: everything read from it agrees, whatever is written meanwhile. */
export type Snapshot = {
  readonly kind: Head['database'];
  readonly schema: number;
  readonly head: { readonly number: number; readonly hash: string };
  /** Each after those it points at. */
  readonly shapes: readonly Shape[];
  rows(shape: Shape): AsyncIterable<readonly (readonly Cell[])[]>;
  close(): Promise<void>;
};

/** Where a database and its master key are: what reeve.toml says. */
export type Place = { readonly data: string; readonly database: string; readonly masterKeyFile: string };

/** A backup that cannot be made or restored, in one plain sentence. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}

/** They end with a restore, so they are not in the file: whoever steals it finds none of them. */
export const leftOut: readonly string[] = ['sessions', 'tokens', 'viewings', 'flows', 'setup_links', 'mails', 'mail_links', 'provider_trials'];

/** Tables so that each comes after those it points at. */
export function inOrder<T extends { readonly table: string }>(tables: readonly T[], pointsAt: ReadonlyMap<string, ReadonlySet<string>>): readonly T[] {
  const sorted: T[] = [];
  const waiting = new Set(tables);
  while (waiting.size > 0) {
    const isFree = ({ table }: T) => [...waiting].every((other) => other.table === table || !pointsAt.get(table)?.has(other.table));
    const free = [...waiting].filter(isFree);
    if (free.length === 0) throw new Error('Tables point at one another in a circle.');
    for (const one of free) {
      waiting.delete(one);
      sorted.push(one);
    }
  }
  return sorted;
}
