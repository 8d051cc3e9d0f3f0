// The command line begins here, unless bin/reeve has a startup snapshot of it; started with the right Node either way. Runs the packed server where it is current, and the sources otherwise.
// `serve` makes what is missing first. It does not know any command: src/cli/process.ts does.
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { packedServer, readStamps, type Stamps, staleParts } from '../src/build/stamps.ts';
import { servesNow } from '../src/cli/serves-now.ts';

const snapshotAfterMilliseconds = 2_000;

const found = readStamps();
const serves = servesNow(process.argv.slice(2));
const packed = packedServer(serves && staleParts(found).length > 0 ? await builtStamps() : found);
const isPacked = existsSync(packed);
// The next start will be quicker. This one is not held up, nor are its first users.
if (serves && isPacked) setTimeout(() => void snapshot(dirname(packed)), snapshotAfterMilliseconds).unref();
await import(isPacked ? packed : '../src/cli/process.ts');

async function snapshot(folder: string) {
  const { makeSnapshot } = await import('../src/build/snapshot.ts');
  // Whatever is in its way, such as a folder that may not be written to, is no trouble of the server's.
  await makeSnapshot(folder, { patient: true }).catch(() => undefined);
}

async function builtStamps(): Promise<Stamps> {
  const { build } = await import('../src/build/build.ts');
  try {
    await build(['web', 'server'], (line) => void process.stderr.write(`${line}\n`));
  } catch (fault) {
    process.stderr.write(`reeve: ${fault instanceof Error ? fault.message : String(fault)}\n`);
    process.exit(1);
  }
  // Somebody may have written on meanwhile: then the sources run, never what was packed before.
  return readStamps();
}
