// The one way to run the tests: `npm test` (everything), `test:quick` (no servers, no browser), `test:long` (the long kills and the million-user figures).
// Checks first, then what the tests need is installed and started, then the test files, in a few processes where they may. Ends with "N passed, N failed" and an exit code.
// Paths or patterns after `--` choose files: npm test -- src/users/add-user.test.ts
import { chmodSync, globSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { build } from '#build/build.ts';
import { makeSnapshot } from '#build/snapshot.ts';
import { packedServer, readStamps } from '#build/stamps.ts';
import { runChecks, type Tally } from './checks.ts';
import { inOneProcess, type Limits } from './in-one-process.ts';
import type { Report } from './report.ts';
import { install } from './servers/packages.ts';
import { type Postgres, startPostgres } from './servers/postgres.ts';
import { divide, takesLong } from './shares.ts';

type Mode = Limits & {
  readonly checks: boolean;
  readonly servers: boolean;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Whether files that take long are run when nobody has named them. */
  readonly patient: boolean;
  /** How many processes what may share the machine is divided among. */
  readonly sharesAtOnce: number;
  /** Free memory in which its folders may lie; with less they lie on the disk. */
  readonly memoryGibMin: number;
};

const everywhere = ['src/**/*.test.ts', 'web/**/*.test.ts', 'test/**/*.test.ts'];
const modes: Readonly<Record<string, Mode>> = {
  full: {
    checks: true,
    servers: true,
    include: everywhere,
    exclude: ['test/long/**'],
    patient: true,
    // One more than a small machine has cores: each waits now and then, for a store that does not answer.
    sharesAtOnce: 3,
    minutesMax: 18,
    silentMinutesMax: 4,
    memoryGibMin: 4,
  },
  quick: {
    checks: false,
    servers: false,
    include: everywhere,
    exclude: ['test/long/**', 'test/browser/**', 'test/processes/**', 'test/conformance/**'],
    patient: false,
    sharesAtOnce: 2,
    minutesMax: 2,
    silentMinutesMax: 2,
    memoryGibMin: 4,
  },
  long: {
    checks: false,
    servers: true,
    include: ['test/long/**/*.test.ts'],
    exclude: [],
    patient: true,
    sharesAtOnce: 1,
    minutesMax: 180,
    silentMinutesMax: 62,
    memoryGibMin: 16,
  },
};

/** What gives a store a second to answer has the machine to itself: a wait there is for another process, and nothing else should make it long. */
const alone = /^test\/long\/|^test\/conformance\/(?:outage|failover)\./;
/** What starts servers waits for them most of its time: two at once, and nothing else beside them. */
const starting = /^test\/processes\//;
const startingAtOnce = 2;
/** What draws pages: two at once wait for each other less than each waits for its own browser; of three, one was not answered in time. */
const drawing = /^test\/browser\//;
const drawingAtOnce = 2;
/** Where the quick tests keep what Node has made of our sources: a third of their time. */
const compiled = resolve('.cache/tests');
const slowFilesShown = 10;

const [word = '', ...chosen] = process.argv.slice(2);
const mode = modes[word];
if (!mode) throw new Error(`Say one of ${Object.keys(modes).join(', ')}; not "${word}".`);

const stops = new Set<() => void>();
process.once('exit', () => {
  // The newest first: those who use a server end before it does.
  for (const stop of [...stops].reverse()) stop();
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const checked: Tally = mode.checks && chosen.length === 0 ? runChecks() : { passed: 0, failed: 0 };
const tested = checked.failed > 0 ? { passed: 0, failed: 0 } : await runTests(mode).catch(notRun);
const passed = checked.passed + tested.passed;
const failed = checked.failed + tested.failed;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

async function runTests(mode: Mode): Promise<Tally> {
  const files = chosen.length > 0 ? globSync(chosen).sort() : filesOf(mode);
  if (files.length === 0) throw new Error(`No test file fits ${chosen.join(' ') || mode.include.join(' ')}.`);
  const folder = mkdtempSync(join(quickestFolder(mode), 'reeve-tests-'));
  // PostgreSQL runs as a user of its own and must find the way to its folder.
  chmodSync(folder, 0o711);
  stops.add(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  if (!mode.servers) return inProcesses(files, mode, { TMPDIR: folder, REEVE_TEST_EFFORT: 'quick', NODE_COMPILE_CACHE: compiled });
  install(['postgres', 'chromium', 'headlessChromium', 'certutil', 'promtool', 'slapd', 'samba', 'mariadb']);
  const given = process.env.REEVE_TEST_POSTGRES;
  const postgres = given ? undefined : await startPostgres();
  if (postgres) stops.add(postgres.stopNow);
  try {
    return await inProcesses(files, mode, { TMPDIR: folder, REEVE_TEST_POSTGRES: given ?? postgres?.url });
  } finally {
    await stop(postgres);
  }
}

/** Those that nobody had to name. What is left out is said: nobody shall take the rest for all. */
function filesOf({ include, exclude, patient }: Mode): readonly string[] {
  const all = globSync([...include], { exclude: [...exclude] }).sort();
  const files = patient ? all : all.filter((file) => !takesLong(file));
  if (!patient) console.log(`${all.length - files.length} files that take longer are left out: name them, or run npm test.`);
  return files;
}

/** Memory, where there is plenty: nothing here must outlive a power cut, and a slow disk makes waits long that mean nothing. */
function quickestFolder({ memoryGibMin }: Mode): string {
  const memory = '/dev/shm';
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize >= memoryGibMin * 2 ** 30 ? memory : tmpdir();
  } catch {
    return tmpdir();
  }
}

async function stop(postgres: Postgres | undefined): Promise<void> {
  if (!postgres) return;
  await postgres.stop();
  stops.delete(postgres.stopNow);
}

/** First all that may share the machine, in a few processes; then what draws pages, in two; then what starts servers, in two; then the rest, in one. */
async function inProcesses(files: readonly string[], mode: Mode, environment: NodeJS.ProcessEnv): Promise<Tally> {
  const sharing = files.filter((file) => !alone.test(file) && !drawing.test(file) && !starting.test(file));
  const pages = files.filter((file) => drawing.test(file));
  const reports = await atOnce('Sharing the machine', divide(sharing, mode.sharesAtOnce), mode, environment);
  // Else each of them would build what it serves.
  const servers = files.filter((file) => starting.test(file));
  if (pages.length + servers.length > 0) await prepareServer();
  reports.push(...(await atOnce('Drawing pages', divide(pages, drawingAtOnce), mode, environment)));
  reports.push(...(await atOnce('Starting servers', divide(servers, startingAtOnce), mode, environment)));
  const rest = files.filter((file) => alone.test(file));
  reports.push(...(await atOnce('Alone', divide(rest, 1), mode, environment)));
  showSlow(files.length, reports);
  const sum = (part: 'passed' | 'failed') => reports.reduce((all, report) => all + report[part], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}

/** Built, and with its snapshot: as a server starts that is not the first. */
async function prepareServer(): Promise<void> {
  await build(['web', 'server'], console.log);
  await makeSnapshot(dirname(packedServer(readStamps())));
}

/** `what` they do, and how long it took, is said: who wants the whole run shorter begins with the longest. */
async function atOnce(what: string, shares: readonly (readonly string[])[], mode: Mode, environment: NodeJS.ProcessEnv): Promise<Report[]> {
  if (shares.length === 0) return [];
  const began = performance.now();
  const reports = await Promise.all(shares.map((share) => inOneProcess(share, mode, environment, stops)));
  console.log(`${what}: ${shares.flat().length} files, ${((performance.now() - began) / 1000).toFixed(0)} s`);
  return reports;
}

function showSlow(count: number, reports: readonly Report[]): void {
  const slow = reports.flatMap(({ spent }) => spent).sort((a, b) => b[1] - a[1]);
  console.log(`${count} files. The slowest:`);
  for (const [file, milliseconds] of slow.slice(0, slowFilesShown)) console.log(`${(milliseconds / 1000).toFixed(2).padStart(8)} s  ${relative('', file)}`);
}

function notRun(fault: unknown): Tally {
  console.log(fault instanceof Error ? fault.message : fault);
  return { passed: 0, failed: 1 };
}
