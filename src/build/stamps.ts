// What `serve` runs and serves is made from the sources once and kept: the two web apps in web/dist, the server packed into few files in dist/server.
// Asked by bin/ at every start, so it is quick and loads nothing. Knows file names and times, nothing of how the parts are made (build.ts does).
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Part = 'web' | 'server';
/** A fingerprint of everything a part is made of. */
export type Stamps = Readonly<Record<Part, string>>;

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const webFolder = join(root, 'web', 'dist');
export const webStampName = 'built-from';
export const serversFolder = join(root, 'dist', 'server');

/** The packed server carries its fingerprint in its name: another one can never be taken for it. */
export const packedServer = ({ server }: Stamps): string => join(serversFolder, server, 'process.js');

/** Name, size and time of every file the parts are made of: some milliseconds. */
export function readStamps(): Stamps {
  const [src, web] = [filesOf('src'), filesOf('web')];
  const shared = ['package.json', 'package-lock.json'].map(fact);
  return {
    web: fingerprint([...web, ...src.filter((one) => /(?:contract|operations)\.ts:/.test(one)), ...shared, fact('vite.config.ts')]),
    server: fingerprint([...src, ...shared, ...['vite.server.config.ts', 'vite.snapshot.config.ts'].map(fact)]),
  };
}

/** The parts that are not there, or older than their sources. */
export function staleParts(stamps: Stamps): readonly Part[] {
  const stale = { web: builtWebStamp() !== stamps.web, server: !existsSync(packedServer(stamps)) };
  return (['web', 'server'] as const).filter((part) => stale[part]);
}

function builtWebStamp(): string {
  const file = join(webFolder, webStampName);
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

const isSource = (name: string) => /\.\w+$/.test(name) && !/\.test\.tsx?$/.test(name);

/** By hand, since what was built lies below web and need not be looked through. */
function filesOf(folder: string): readonly string[] {
  if (folder.startsWith('web/dist')) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesOf(path);
    return isSource(entry.name) ? [fact(path)] : [];
  });
}

/** Whole milliseconds would be too coarse: two savings of one size may fall into the same. */
function fact(path: string): string {
  const found = statSync(root + path, { throwIfNoEntry: false });
  return `${path}:${found?.size}:${found?.mtimeMs}`;
}

const fingerprint = (facts: readonly string[]): string => hash('sha256', facts.toSorted().join('\n')).slice(0, 32);
