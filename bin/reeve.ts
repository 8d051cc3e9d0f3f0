// The command line begins here; bin/reeve starts it with the right Node. Runs the packed server where it is current, and the sources otherwise.
// `serve` makes what is missing first. It does not know any command: src/cli/process.ts does.
import { existsSync } from 'node:fs';
import { packedServer, readStamps, type Stamps, staleParts } from '../src/build/stamps.ts';

const found = readStamps();
const packed = packedServer(servesNow() && staleParts(found).length > 0 ? await builtStamps() : found);
await import(existsSync(packed) ? packed : '../src/cli/process.ts');

function servesNow(): boolean {
  const [word, ...others] = process.argv.slice(2);
  return word === 'serve' && !others.includes('--help') && !others.includes('-h');
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
