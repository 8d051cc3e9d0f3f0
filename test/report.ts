// Runs test files in this one process and says shortly how it went: failures whole, then the slow files, then a count to whoever started it.
// Started by run.ts with the files as arguments. A test that is skipped or left to do counts as failed: nothing here may be silent.
import { relative } from 'node:path';
import { type EventData, run } from 'node:test';

const testMillisecondsMax = 300_000;
/** When nothing runs any more and the process still lives, something was left open. */
const idleMillisecondsMax = 10_000;
const slowFilesShown = 8;

const files = process.argv.slice(2);
const counts = { passed: 0, failed: 0 };
const millisecondsOf = new Map<string, number>();
let running = 0;
let idle: NodeJS.Timeout | undefined;

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

function spend({ file, details }: EventData.TestPass | EventData.TestFail): void {
  if (!file || details.type === 'suite') return;
  millisecondsOf.set(file, (millisecondsOf.get(file) ?? 0) + details.duration_ms);
}

function watch(change: number): void {
  running += change;
  clearTimeout(idle);
  if (running > 0) return;
  idle = setTimeout(() => {
    fails({ name: 'The tests ended, and something was left open' }, process.getActiveResourcesInfo().join(', '));
    close();
  }, idleMillisecondsMax).unref();
}

function close(): void {
  const slow = [...millisecondsOf].sort((a, b) => b[1] - a[1]).slice(0, slowFilesShown);
  console.log(`${files.length} files. The slowest:`);
  for (const [file, milliseconds] of slow) console.log(`${(milliseconds / 1000).toFixed(2).padStart(8)} s  ${relative('', file)}`);
  if (process.send) process.send(counts, () => process.exit());
  else process.exit(counts.failed > 0 ? 1 : 0);
}

const stream = run({ files, isolation: 'none', timeout: testMillisecondsMax });
stream.on('test:dequeue', () => watch(1));
stream.on('test:complete', () => watch(-1));
stream.on('test:pass', passed);
stream.on('test:fail', failed);
stream.on('end', close);
stream.resume();
