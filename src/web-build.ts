// Builds the two web apps when they are not there or older than their sources, so that `npm start` is one command.
// Called by serve before listening. Knows file names and times, nothing of what is built.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const webFolder = join(root, 'web', 'dist');
const stampName = 'built-from';

/** Builds if needed; says so through `say`. Throws with the builder's own words when it fails. */
export async function buildWeb(say: (line: string) => void): Promise<void> {
  const sources = await fingerprint();
  const built = await readFile(join(webFolder, stampName), 'utf8').catch(() => '');
  if (built === sources) return;
  say('Building the web apps (only after an update) …');
  const next = `${webFolder}.${process.pid}`;
  await run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error', '--outDir', next, '--emptyOutDir']);
  await compressAll(join(next, 'assets'));
  await writeFile(join(next, stampName), sources);
  await putInPlace(next);
}

/** Whole or not at all: another server may be building, or serving the one before. */
async function putInPlace(next: string) {
  const before = `${next}.before`;
  await rename(webFolder, before).catch(() => undefined);
  await rename(next, webFolder).catch(() => undefined);
  await Promise.all([before, next].map((folder) => rm(folder, { recursive: true, force: true })));
}

/** Name, size and time of every file the apps are made of. */
async function fingerprint(): Promise<string> {
  const folders = ['web', 'src'].map((name) => join(root, name));
  const files = (await Promise.all(folders.map((folder) => readdir(folder, { recursive: true })))).flatMap((names, index) =>
    names.map((name) => join(folders[index] ?? root, name)),
  );
  const relevant = files.filter(
    (file) =>
      (file.startsWith(join(root, 'web'))
        ? !file.startsWith(webFolder) && !file.endsWith('.test.ts')
        : file.endsWith('contract.ts') || file.endsWith('operations.ts')) && /\.\w+$/.test(file),
  );
  const facts = await Promise.all(
    [...relevant, join(root, 'vite.config.ts'), join(root, 'package-lock.json')].sort().map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return `${file}:${size}:${Math.floor(mtimeMs)}`;
    }),
  );
  return createHash('sha256').update(facts.join('\n')).digest('hex');
}

function run(command: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    const keep = (part: Buffer) => {
      said = (said + part.toString()).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // A server that is told to stop takes its builder along.
    const end = () => child.kill();
    process.once('exit', end);
    child.on('error', reject);
    child.on('exit', (code) => {
      process.off('exit', end);
      if (code === 0) resolve();
      else reject(new Error(`The web apps could not be built:\n${said}`));
    });
  });
}

/** Somebody waits for the first start: the highest levels take seven times as long and save half a percent. */
const gzipLevel = 6;
const brotliQuality = 5;

/** Beside each script and style a .gz and a .br, so that nothing is compressed while serving. */
async function compressAll(folder: string) {
  const names = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name));
  await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name));
      await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(content, { level: gzipLevel }));
      await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }));
    }),
  );
}
