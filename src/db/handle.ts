// One handle on a SQLite file, and the statements it keeps prepared. Called by sqlite.ts, by its reader threads, and by who fills a file.
// Knows no table, and not Kysely: a reader thread loads this and little else.
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** Statements kept prepared on one handle; the oldest goes first. */
const statementsMax = 500;

const pragmas = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
  'busy_timeout = 0',
  'cache_size = -32000',
  'temp_store = MEMORY',
  'journal_size_limit = 67108864',
];

/** Opens a handle with the pragmas of rule 34. */
export function openHandle(path: string, readOnly: boolean): DatabaseSync {
  const handle = new DatabaseSync(path, { readOnly, enableForeignKeyConstraints: true, timeout: 0 });
  for (const pragma of readOnly ? pragmas.slice(2) : pragmas) handle.exec(`pragma ${pragma}`);
  return handle;
}

/**
 * SQLite plans a statement anew whenever the value of a bare `limit ?` is bound, which costs as much as running a small one. A sign before it hides the value
 * from the planner.
 */
const plannedOnce = (sql: string): string => sql.replace(/\b(limit|offset) \?/g, '$1 +?');

/** Prepared statements by their text. */
export function statementCache(handle: DatabaseSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>();
  return (sql) => {
    const known = kept.get(sql);
    if (known) return known;
    const made = handle.prepare(plannedOnce(sql));
    if (kept.size >= statementsMax)
      for (const oldest of kept.keys()) {
        kept.delete(oldest);
        break;
      }
    kept.set(sql, made);
    return made;
  };
}
