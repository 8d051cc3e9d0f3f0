// Runs test files in this one process and says how it went: failures whole, then to whoever started it how many passed and how long each file took.
// Started by run.ts with the files as arguments. A test that is skipped or left to do counts as failed: nothing here may be silent.
import { relative } from 'node:path';
import { type EventData, run } from 'node:test';
import { makeTemplates } from './templates.ts';

/** What one process has to tell in the end. `spent` = file and milliseconds. */
export type Report = { readonly passed: number; readonly failed: number; readonly spent: readonly (readonly [string, number])[] };

/** What this process says to the one that started it: at the end its report, until then what it is at, so that one that hangs can be named. */
export type Said = Report | { readonly at: string };

/** When nothing runs any more and the process still lives, something was left open. */
const idleMillisecondsMax = 30_000;

const files = process.argv.slice(2);
/** Two hundred kills take a quarter of an hour. Everything else that takes so long waits for something that never comes, and is named. */
const testMillisecondsMax = files.some((file) => file.includes('test/long/')) ? 3_600_000 : 180_000;
const counts = { passed: 0, failed: 0 };
const millisecondsOf = new Map<string, number>();
let spentUntil = 0;
let running = 0;
let idle: NodeJS.Timeout | undefined;
let stuck: NodeJS.Timeout | undefined;
let closed = false;

function passed(test: EventData.TestPass): void {
  spend(test);
  if (test.details.type === 'suite') return;
  if (test.skip === undefined && test.todo === undefined) counts.passed += 1;
  else fails(test, `marked ${test.skip === undefined ? 'todo' : 'skip'}: mend it or remove it`);
}

function failed(test: EventData.TestFail): void {
  spend(test);
  const { error, type } = test.details;
  // A suite whose tests failed has said so already; one whose hook failed has not.
  if (type === 'suite' && 'failureType' in error && error.failureType === 'subtestsFailed') return;
  fails(test, reason(error.cause ?? error));
}

function fails({ name, file, line }: { name: string; file?: string; line?: number }, says: string): void {
  counts.failed += 1;
  console.log(`FAILED ${name}\n       ${file ? relative('', file) : ''}:${line ?? 0}\n${says.replace(/^/gm, '       ')}\n`);
}

/** What happened and where in our own files; the way through Node and the packages tells nothing. */
function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const because = cause.cause === undefined ? '' : `\nbecause ${reason(cause.cause)}`;
  return `${(cause.stack ?? cause.message)
    .split('\n')
    .filter((line) => !/^\s+at .*(node:|node_modules|<anonymous>\)$)/.test(line))
    .join('\n')}${because}`;
}

/** The time since the last test ended belongs to this one's file, with what its suite did before it. */
function spend({ file, details }: EventData.TestPass | EventData.TestFail): void {
  if (!file || details.type === 'suite') return;
  const now = performance.now();
  millisecondsOf.set(file, (millisecondsOf.get(file) ?? 0) + now - spentUntil);
  spentUntil = now;
}

/** Whatever starts or ends shows that something goes on. */
function watch({ name, file }: { readonly name: string; readonly file?: string | undefined }, change: number): void {
  running += change;
  for (const timer of [idle, stuck]) clearTimeout(timer);
  const at = `${name} (${file ? relative('', file) : ''})`;
  if (change > 0) process.send?.({ at } satisfies Said);
  if (running > 0) stuck = setTimeout(() => leave(`Nothing came after: ${at}`), testMillisecondsMax);
  else idle = setTimeout(() => leave('The tests ended, and something was left open'), idleMillisecondsMax).unref();
}

function leave(says: string): void {
  fails({ name: says }, process.getActiveResourcesInfo().join(', '));
  void close();
}

async function close(): Promise<void> {
  if (closed) return;
  closed = true;
  await dropTemplates();
  const report: Report = { ...counts, spent: [...millisecondsOf] };
  if (process.send) process.send(report, () => process.exit());
  else process.exit(counts.failed > 0 ? 1 : 0);
}

const dropTemplates = await makeTemplates(process.env.REEVE_TEST_POSTGRES ?? '');
const stream = run({ files, isolation: 'none' });
stream.once('test:dequeue', () => {
  spentUntil = performance.now();
});
stream.on('test:dequeue', (test) => watch(test, 1));
stream.on('test:complete', (test) => watch(test, -1));
stream.on('test:pass', passed);
stream.on('test:fail', failed);
stream.on('end', () => void close());
stream.resume();
