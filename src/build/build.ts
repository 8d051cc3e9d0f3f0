// Makes the parts that are not there or older than their sources, so that `npm start` is one command.
// Loaded by bin/ only when something is to be made, and by tests. Knows how to start the builder, nothing of what is built.
import { spawn } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { snapshotProgram } from './snapshot.ts';
import { type Part, packedServer, readStamps, root, type Stamps, serversFolder, staleParts, webFolder, webStampName } from './stamps.ts';

/** Packed servers that are kept: one that still runs may load the rest of itself later. */
const serversMax = 3;

/** Says through `say` that it builds. Throws with the builder's own words when it fails. */
export async function build(parts: readonly Part[], say: (line: string) => void): Promise<void> {
  const stamps = readStamps();
  const stale = staleParts(stamps).filter((part) => parts.includes(part));
  if (stale.length === 0) return;
  say(`Building ${stale.map((part) => names[part]).join(' and ')} (only after an update) …`);
  await Promise.all(stale.map((part) => builders[part](stamps)));
}

const names: Readonly<Record<Part, string>> = { web: 'the web apps', server: 'the server' };

const builders: Readonly<Record<Part, (stamps: Stamps) => Promise<void>>> = { web: buildWeb, server: packServer };

async function buildWeb({ web }: Stamps) {
  const next = `${webFolder}.${process.pid}`;
  await runVite('vite.config.ts', next, names.web);
  await compressAll(join(next, 'assets'));
  await writeFile(join(next, webStampName), web);
  await putInPlace(next);
}

/** Whole or not at all: another server may be building, or serving the one before. */
async function putInPlace(next: string) {
  const before = `${next}.before`;
  await rename(webFolder, before).catch(() => undefined);
  await rename(next, webFolder).catch(() => undefined);
  await Promise.all([before, next].map((folder) => rm(folder, { recursive: true, force: true })));
}

/** Each in a folder of its own: if another start was quicker with the same one, its folder stays. */
async function packServer(stamps: Stamps) {
  const folder = dirname(packedServer(stamps));
  const next = `${folder}.${process.pid}`;
  await mkdir(serversFolder, { recursive: true });
  await Promise.all([runVite('vite.server.config.ts', next, names.server), runVite('vite.snapshot.config.ts', `${next}.snapshot`, names.server)]);
  await rename(`${next}.snapshot/${snapshotProgram}`, join(next, snapshotProgram));
  await rm(`${next}.snapshot`, { recursive: true, force: true });
  await rename(next, folder).catch(() => rm(next, { recursive: true, force: true }));
  await removeOldServers();
}

async function removeOldServers() {
  const all = await Promise.all(
    (await readdir(serversFolder)).map(async (name) => {
      const folder = join(serversFolder, name);
      return { folder, at: (await stat(folder).catch(() => null))?.mtimeMs ?? 0 };
    }),
  );
  const old = all.sort((a, b) => b.at - a.at).slice(serversMax);
  await Promise.all(old.map(({ folder }) => rm(folder, { recursive: true, force: true })));
}

function runVite(config: string, folder: string, name: string): Promise<void> {
  // Read by Node itself: packing the configuration first would cost as much as a small build.
  const words = ['build', '--config', join(root, config), '--configLoader', 'native', '--logLevel', 'error', '--outDir', folder, '--emptyOutDir'];
  return new Promise((resolve, reject) => {
    // Whoever builds, tests included, gets what users get: otherwise the parts would bring what helps their own developers.
    const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), ...words], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    const keep = (part: Buffer) => {
      said = (said + part.toString()).slice(-4_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    // Whoever is told to stop takes his builder along.
    const end = () => child.kill();
    process.once('exit', end);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('exit', end);
      if (code === 0) resolve();
      else reject(new Error(`Building ${name} failed:\n${said}`));
    });
  });
}

/** Somebody waits for the first start: the highest levels take seven times as long and save half a percent. */
const gzipLevel = 6;
const brotliQuality = 5;

/** Beside each script and style a .gz and a .br, so that nothing is compressed while serving. */
async function compressAll(folder: string) {
  const files = (await readdir(folder)).filter((name) => /\.(js|css|svg)$/.test(name));
  await Promise.all(
    files.map(async (name) => {
      const content = await readFile(join(folder, name));
      await writeFile(join(folder, `${name}.gz`), await promisify(gzip)(content, { level: gzipLevel }));
      await writeFile(join(folder, `${name}.br`), await promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: brotliQuality } }));
    }),
  );
}
