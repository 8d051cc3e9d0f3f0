// The startup snapshot: the program with everything loaded, as V8 has it in memory, in one file. A start reads it instead of reading, compiling and running 2,200 modules.
// Called by bin/reeve.ts when a server has started without one, so that nobody waits for it. bin/reeve starts Node with what is made here; a start without it is slower, and the same.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, rmSync } from 'node:fs';
import { access, mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setPriority, constants as system } from 'node:os';
import { join } from 'node:path';
import { root } from './stamps.ts';

/** Packed by vite.snapshot.config.ts. */
export const snapshotProgram = 'snapshot.cjs';

const folderOfSnapshots = join(root, 'dist');
/** Node ends at one that another Node has made, or one for another processor, so both are in the name: bin/reeve asks for its own. */
const snapshotName = `reeve-${process.version}-${process.arch}.snapshot`;
/** Finished ones, and those that somebody was making when his machine stopped. */
const snapshots = /^(reeve-.*\.snapshot|making-.*)$/;
/** Somebody may be making or reading a younger one. */
const oldMilliseconds = 3_600_000;

/** Beside the packed server: by whom its snapshot was made, and where. Also where none could be made, so that not every start tries again. */
const mark = 'snapshot-made';
const here = `${process.version} ${process.arch} ${root}`;

/**
 * Unless it was made before. `folder`: where the packed server is. `patient`: takes only what nobody else wants of the processor. It takes its name once it
 * has been started from and is on the disk: Node has no way back from one that is broken. Fails where it may not write.
 */
export async function makeSnapshot(folder: string, { patient = false } = {}): Promise<void> {
  const marked = join(folder, mark);
  if ((await readFile(marked, 'utf8').catch(() => '')) === here) return;
  await access(folderOfSnapshots, constants.W_OK);
  const making = await mkdtemp(join(folderOfSnapshots, 'making-'));
  const { mtimeMs: now } = await stat(making);
  const next = join(making, snapshotName);
  // Whoever is told to stop takes along what he was making.
  const clear = () => rmSync(making, { recursive: true, force: true });
  process.once('exit', clear);
  const made = await run(['--snapshot-blob', next, '--build-snapshot', join(folder, snapshotProgram)], patient);
  const tried = made === 0 ? await run(['--snapshot-blob', next, join(root, 'bin/from-snapshot.cjs'), '--help'], patient) : made;
  process.off('exit', clear);
  if (tried === 0) await putInPlace(next);
  clear();
  // One that was killed, for want of memory perhaps, is tried again by the next start.
  if (tried !== null) await writeFile(marked, here);
  await removeOthers(now);
}

/** Gives the exit code, or null when it was killed. Of the surroundings nothing is let in: what is read while it is made stays in it. A server that stops does not wait for it. */
async function run(words: readonly string[], patient: boolean): Promise<number | null> {
  const options = ['--disable-proto=delete', '--expose-gc', '--no-warnings'];
  const child = spawn(process.execPath, [...options, ...words], { cwd: root, env: { NODE_ENV: 'production' }, stdio: 'ignore' });
  const end = () => void child.kill('SIGKILL');
  process.once('exit', end);
  if (patient) child.unref();
  if (patient && child.pid !== undefined) setPriority(child.pid, system.priority.PRIORITY_LOW);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('exit', end);
  return code;
}

async function putInPlace(next: string): Promise<void> {
  await toDisk(next);
  await rename(next, join(folderOfSnapshots, snapshotName));
  await toDisk(folderOfSnapshots);
}

async function toDisk(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync().finally(() => file.close());
}

/** Of a Node that was here before. `now` by the clock of the disk that they lie on. */
async function removeOthers(now: number): Promise<void> {
  const names = (await readdir(folderOfSnapshots)).filter((name) => snapshots.test(name) && name !== snapshotName);
  for (const name of names) {
    const path = join(folderOfSnapshots, name);
    const at = (await stat(path).catch(() => null))?.mtimeMs ?? 0;
    if (now - at > oldMilliseconds) await rm(path, { recursive: true, force: true });
  }
}
