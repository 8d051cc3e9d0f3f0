// The programs of other people that the tests need, and the Debian packages they come in.
// Called by run.ts. Installs what is missing, says so in one line, and where it may not, names the exact command.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { delimiter, join } from 'node:path';

type Needed = { readonly program: string; readonly packages: readonly string[]; readonly find: () => string | undefined };

/** One line for each program; `find` answers its path, or undefined while it is not here. */
export const needed = {
  postgres: { program: 'PostgreSQL', packages: ['postgresql'], find: () => newestPostgres() ?? onPath('postgres') },
  chromium: {
    program: 'Chromium',
    packages: ['chromium', 'fonts-liberation'],
    find: () => onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome'),
  },
  headlessChromium: {
    program: 'Chromium without windows',
    packages: ['chromium-headless-shell', 'fonts-liberation'],
    find: () => onPath('chromium-headless-shell'),
  },
  certutil: { program: 'certutil', packages: ['libnss3-tools'], find: () => onPath('certutil') },
  promtool: { program: 'promtool', packages: ['prometheus'], find: () => onPath('promtool') },
  mariadb: { program: 'MariaDB', packages: ['mariadb-server'], find: () => onPath('mariadbd') ?? existing('/usr/sbin/mariadbd') },
  slapd: { program: 'OpenLDAP', packages: ['slapd'], find: () => onPath('slapd') ?? existing('/usr/sbin/slapd') },
  samba: {
    program: 'Samba',
    packages: ['samba', 'samba-ad-dc', 'samba-ad-provision', 'samba-dsdb-modules', 'samba-vfs-modules', 'winbind', 'python3-samba'],
    find: () => onPath('samba') ?? existing('/usr/sbin/samba'),
  },
} as const satisfies Record<string, Needed>;

export type Program = keyof typeof needed;

export class NotInstalled extends Error {
  override readonly name = 'NotInstalled';
}

/** Makes sure that all of them are here; throws NotInstalled with the command to type. */
export function install(programs: readonly Program[]): void {
  const missing = programs.map((program) => needed[program]).filter((wanted) => !wanted.find());
  if (missing.length === 0) return;
  const packages = missing.flatMap((wanted) => wanted.packages);
  const command = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  console.log(`Installing ${missing.map((wanted) => wanted.program).join(' and ')} for the tests: ${command}`);
  if (process.getuid?.() !== 0) throw new NotInstalled(`Only root may install. Type: sudo sh -c '${command}'`);
  if (!onPath('apt-get'))
    throw new NotInstalled(
      `There is no apt-get here. Install ${missing.map((wanted) => wanted.program).join(' and ')} by your own means, or on Debian type: ${command}`,
    );
  aptGet(['update', '-q'], command);
  aptGet(['install', '-y', '-q', '--no-install-recommends', ...packages], command);
  const still = missing.filter((wanted) => !wanted.find());
  if (still.length > 0) throw new NotInstalled(`Installed, but not found: ${still.map((wanted) => wanted.program).join(', ')}. Type: ${command}`);
}

/** RUNLEVEL=1 keeps Debian from starting a server of its own; ours is started and stopped by the tests. */
function aptGet(words: readonly string[], command: string): void {
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const done = spawnSync('apt-get', words, { env: environment, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (done.status === 0) return;
  throw new NotInstalled(`apt-get ${words[0]} failed:\n${`${done.stdout}${done.stderr}`.trim().split('\n').slice(-12).join('\n')}\nType: ${command}`);
}

export function pathOf(program: Program): string {
  const found = needed[program].find();
  if (!found) throw new NotInstalled(`${needed[program].program} is not installed.`);
  return found;
}

/** Debian keeps each version's programs in a folder of its own, off the path. */
function newestPostgres(): string | undefined {
  const version = (path: string) => Number(path.split('/')[4]);
  return globSync('/usr/lib/postgresql/*/bin/postgres').sort((a, b) => version(b) - version(a))[0];
}

/** Where Debian puts servers, which not every user has on his path. */
const existing = (path: string): string | undefined => (existsSync(path) ? path : undefined);

function onPath(program: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => existsSync(path));
}
