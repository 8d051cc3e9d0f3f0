// The program as a startup snapshot (build/snapshot.ts): all of it is loaded while that is made, and bin/from-snapshot.cjs goes on from there.
// Goes the long way, by bin/reeve.ts, wherever the snapshot is not of these sources, or something is to be made first.
import '#kept-tick.ts';
import '#main.ts';
import { basename, dirname, join } from 'node:path';
import type { Loaders } from '#build/at-need.ts';
import { readStamps, root, staleParts } from '#build/stamps.ts';
import { runProcess } from './run-process.ts';
import { servesNow } from './serves-now.ts';

/** What it is made of lies in a folder that is named by the fingerprint of its sources. */
const fingerprint = basename(dirname(process.argv[1] ?? ''));
const random = Math.random;

export type FromSnapshot = { loaders?: Loaders; start(loaders: Loaders): Promise<unknown> };

const fromSnapshot: FromSnapshot = {
  start(loaders) {
    Math.random = random;
    fromSnapshot.loaders = loaders;
    return isCurrent() ? runProcess() : loaders.load('./reeve.ts');
  },
};
Object.assign(globalThis, { fromSnapshot });

/** What is drawn by lot while the snapshot is made would come out the same at every start: whoever draws ends the making. So does whoever uses node:crypto (build/at-need.ts). */
Math.random = () => {
  throw new Error('Math.random was asked while a startup snapshot is made.');
};

function isCurrent(): boolean {
  // Somebody may have moved the whole folder: what is loaded knows where it was.
  if (process.argv[1] !== join(root, 'bin/from-snapshot.cjs')) return false;
  const stamps = readStamps();
  return stamps.server === fingerprint && !(servesNow(process.argv.slice(2)) && staleParts(stamps).length > 0);
}
