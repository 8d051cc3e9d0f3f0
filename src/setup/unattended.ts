// Set-up without a browser: the first administrator from the configuration, which counts only until set-up is done (rule 33).
// Called by main.ts before it makes a link. Does not know how configuration is read.
import { readFile } from 'node:fs/promises';
import type { World } from '#world.ts';
import { type Finished, finishSetup } from './finish.ts';
import { isSetUp } from './queries.ts';

/** Null = nothing to do: set up already, or no administrator is named. */
export async function finishSetupUnattended(world: World): Promise<Finished | null> {
  const { adminUser, adminPassword, adminPasswordFile } = world.config;
  if (adminUser === '' || (await isSetUp(world.db.read))) return null;
  const password = adminPasswordFile === '' ? adminPassword : firstLine(await readFile(adminPasswordFile, 'utf8'));
  return finishSetup(world, { userName: adminUser, password });
}

const firstLine = (text: string): string => text.split(/\r?\n/, 1)[0] ?? '';
