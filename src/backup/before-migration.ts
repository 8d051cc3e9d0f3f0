// The backup that Reeve makes by itself before it migrates (rule 37), in `backups/` of the data folder.
// SQLite: a plain copy, for its owner only; it lies beside the database itself, so sealing it would protect nothing, and putting it back is one `mv`.
// PostgreSQL: a sealed file as any other, its passphrase beside it; restored with `reeve restore`. Called by whoever opens a database.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { BackUp } from '#db/migrate.ts';
import { sqliteFile } from '#db/open.ts';
import { backUp } from './back-up.ts';
import type { Place } from './backup.ts';

const folderMode = 0o700;
const ownerOnly = 0o600;
const passphraseBytes = 24;

export function backUpBeforeMigration(place: Place, clock: () => number = Date.now): BackUp {
  return async ({ kind }, schema) => {
    const folder = join(place.data, 'backups');
    mkdirSync(folder, { recursive: true, mode: folderMode });
    const now = clock();
    const name = join(folder, `before-schema-${schema + 1}-${new Date(now).toISOString().replace(/[:.]/g, '-')}`);
    if (kind === 'sqlite') copySqlite(sqliteFile(place.data), `${name}.db`);
    else await backUp(place, { passphrase: passphraseIn(folder), to: `${name}.backup`, now });
  };
}

/** VACUUM INTO reads one moment and writes a whole, defragmented database; it takes an empty file, which has its rights from the start. */
function copySqlite(from: string, to: string): void {
  closeSync(openSync(to, 'wx', ownerOnly));
  const handle = new DatabaseSync(from, { readOnly: true });
  try {
    handle.prepare('vacuum into ?').run(to);
  } catch (fault) {
    rmSync(to, { force: true });
    throw fault;
  } finally {
    handle.close();
  }
}

function passphraseIn(folder: string): string {
  const file = join(folder, 'passphrase');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(passphraseBytes).toString('base64url')}\n`, { mode: ownerOnly, flag: 'wx' });
  return readFileSync(file, 'utf8').split('\n', 1)[0] ?? '';
}
