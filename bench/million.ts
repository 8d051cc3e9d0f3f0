// The million users of the list benches, made ready to be served: a copy with an administrator and his token.
// Called by the benches that start a server over them.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { administer } from './organisation.ts';
import { tokenOf } from './token.ts';

const million = join(tmpdir(), 'reeve-bench', 'list-1000000');

/** The demo's clock runs ahead and nobody is set up in it: both are mended in the copy. Null = the list bench has not made them yet. */
export async function copyMillion(data: string): Promise<string | null> {
  if (!existsSync(join(million, 'reeve.db'))) return null;
  mkdirSync(data, { mode: 0o700 });
  cpSync(million, data, { recursive: true, force: true });
  const world = await administer(data);
  const token = await tokenOf(world);
  await world.db.close();
  // Gigabytes on their way to the disk would be measured too.
  execFileSync('sync');
  return token;
}
