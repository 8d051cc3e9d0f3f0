// A SQLite file that nobody else uses yet, behind the Database port: no journal, no syncs, a large cache, no defence of tables that belong to an index. For filling one before it takes its name.
// Called by the demo. Whoever makes such a file syncs it before it counts, and throws it away when anything fails: nothing can be rolled back.
import { DatabaseSync } from 'node:sqlite';
import { type Database, readOnly } from './database.ts';
import { kyselyOn } from './sqlite.ts';

const pragmas = [
  'journal_mode = off',
  'synchronous = off',
  'locking_mode = exclusive',
  'cache_size = -262144',
  // Indexes are sorted by a second thread where the machine has one to spare.
  'threads = 2',
  // What all rows were checked against while they were made.
  'foreign_keys = off',
];

export function openAlone(path: string): Database {
  const handle = new DatabaseSync(path, { enableForeignKeyConstraints: false, defensive: false });
  for (const pragma of pragmas) handle.exec(`pragma ${pragma}`);
  const tx = kyselyOn(handle);
  return {
    kind: 'sqlite',
    read: readOnly(tx),
    async write(body) {
      handle.exec('begin exclusive');
      const value = await body(tx);
      handle.exec('commit');
      return value;
    },
    lists: { run: () => Promise.reject(new Error('Lists are not answered from a file that is being filled.')) },
    close: async () => handle.close(),
  };
}
